"""What spreadsheets do to marks: powers of ten, error values, dates, floats, quoting."""

from __future__ import annotations

import re
from typing import Final

_MONTH: Final = "(?:JAN|FEB|FEV|FÉV|ENE|MAR|APR|ABR|AVR|MAY|MAI|JUN|JUL|AUG|AGO|SEP|SET|OCT|OUT|NOV|DEC|DEZ|DIC|DÉC)"
_ERROR: Final = (
    r"#[^\W\d_/]{1,3}/[^\W\d_]"  # #N/A in any language
    r"|#[^\W_]{2,10}(?:/0)?[!?]"  # #VALUE!, #DIV/0!, #NAME?
    r"|#(?:REF|VALUE|NAME|NUM|NULL|CALC|SPILL|VALOR|NOME)|Err:\d{3}"
)
_DAMAGED: Final = re.compile(
    r"[+-]?\d{1,3}(?:[.,]\d{1,15})?E[+-]\d{1,3}"  # 1.7E+27
    r"|[+-]?\d[.,]\d{1,15}E\d{1,3}"  # 1,7E27
    r"|(?=[\d.,]{15,})\d{1,15}[.,]\d{7,20}"  # 165.78807947019868
    r"|#{3,}"  # a column too narrow
    rf"|{_ERROR}"
    r"|\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2})?(?:\.\d+)?)?"
    r"|\d{1,2}/\d{1,2}/(?:19|20)\d{2}(?: \d{1,2}:\d{2}(?::\d{2})?)?"
    rf"|(?:\d{{1,2}}-)?{_MONTH}[-/]\d{{2}}|\d{{1,2}}[-/]{_MONTH}"  # MAR45 becomes Mar-45
    r"|TRUE|FALSE|VERDADEIRO|FALSO|VERDADERO|VRAI|FAUX|ИСТИНА|ЛОЖЬ",
    re.IGNORECASE,
)
_FORMULA_QUOTE: Final = re.compile(r'="([^"]*)"')
_DECIMAL_ZERO: Final = re.compile(r"(\d{3,15})\.00?")


def is_damaged(text: str) -> bool:
    """Whether a spreadsheet put this in the place of a mark."""
    return len(text) <= 64 and _DAMAGED.fullmatch(text) is not None


def without_additions(text: str) -> tuple[int, int]:
    """Start and end of the text without what a spreadsheet added: ``'0123``, ``="0123"``, ``123.0``."""
    start, end = 0, len(text)
    quoted = _FORMULA_QUOTE.fullmatch(text)
    if quoted is not None:
        start, end = quoted.span(1)
    elif text.startswith("'"):
        start = 1
    decimal = _DECIMAL_ZERO.fullmatch(text, start, end)
    return start, end if decimal is None else decimal.end(1)
