"""Numbers and dates of a workbook as its program shows them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from functools import cache

# Formats that a file names by number only (ECMA-376, part 1, 18.8.30), as far as they are not dates.
BUILT_IN = {0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
            12: "General", 13: "General", 37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 48: "##0.0E+0",
            49: "@"}
_BUILT_IN_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
_BUILT_IN_TIMES = {18, 19, 20, 21, 45, 46, 47}
# A spreadsheet keeps fifteen digits of a number and shows no more.
_DIGITS = Context(prec=15)
_TOKEN = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[[^\]]*\]|([#0?]+|[.,%])|([eE][+-])|(General)|(.)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Format:
    """One number format: what it shows, `date` and `time` telling whether these are parts of it."""

    code: str
    date: bool = False
    time: bool = False


@cache
def built_in(number: int) -> Format:
    """A format that is named by number only."""
    if number in _BUILT_IN_DATES:
        return Format("", number not in _BUILT_IN_TIMES, number in _BUILT_IN_TIMES or number == 22)
    return Format(BUILT_IN.get(number, "General"))


@cache
def custom(code: str) -> Format:
    """A format by its code."""
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', "", code, flags=re.IGNORECASE)
    bare = bare.partition(";")[0].lower()
    if "general" in bare or "@" in bare:
        return Format(code)
    day = re.search(r"[dy]", bare) is not None
    clock = re.search(r"[hs]", bare) is not None
    return Format(code, day or (re.search(r"m", bare) is not None and not clock), clock)


def iso(raw: str, form: Format, *, from_1904: bool) -> str | None:
    """A date number as an ISO day, with the time of day if it has one; None if it is no date of the calendar."""
    try:
        value = float(raw)
    except ValueError:
        return None
    if not 0 <= value < 2_958_466:
        return None
    seconds = round((value % 1) * 86_400)
    if not form.date:
        return f"{seconds // 3600 % 24:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}" if value < 1 else None
    # Spreadsheets count 29 February 1900, which never was: days before it are one off.
    start = datetime(1904, 1, 1) if from_1904 else datetime(1899, 12, 31) if value < 60 else datetime(1899, 12, 30)
    moment = start + timedelta(days=int(value), seconds=seconds)
    return moment.date().isoformat() if seconds == 0 else moment.isoformat(" ", "seconds")


def shown(raw: str, form: Format) -> str:
    """A number as its cell shows it; whole numbers of up to fifteen digits always with all of them."""
    try:
        value = _DIGITS.create_decimal(raw)
    except InvalidOperation:
        return raw
    if not value.is_finite():
        return raw
    section = _section(form.code, value)
    if section is None or section in ("", "General", "@"):
        return general(value)
    try:
        return _masked(abs(value) if value < 0 and ";" in form.code else value, section)
    except (InvalidOperation, ValueError):
        return general(value)


def general(value: Decimal) -> str:
    """A number without a format of its own. More than fifteen digits are shown as a power of ten."""
    if value == 0:
        return "0"
    if abs(value) >= Decimal("1e15") or abs(value) < Decimal("1e-9"):
        mantissa, exponent = f"{value:.5E}".split("E")
        return f"{mantissa.rstrip('0').rstrip('.')}E{_power(exponent)}"
    if value == value.to_integral_value():
        return str(int(value))
    text = f"{float(value):.15g}"
    return text if "e" not in text else f"{value:f}"


def _section(code: str, value: Decimal) -> str | None:
    """The part of a format for numbers of this sign; None if the format has conditions of its own."""
    if re.search(r"\[[<>=]", code):
        return None
    parts = re.split(r';(?=(?:[^"]*"[^"]*")*[^"]*$)', code)
    if value < 0 and len(parts) > 1:
        return parts[1]
    if value == 0 and len(parts) > 2:
        return parts[2]
    return parts[0]


def _masked(value: Decimal, section: str) -> str:
    """A number put into the places of a format: `00000`, `000-00-0000`, `#,##0.00`, `"A"0000`, `0%`."""
    tokens = list(_TOKEN.finditer(section))
    if any(m[4] or m[5] for m in tokens) or "/" in section:
        return general(value) if not any(m[4] for m in tokens) else _scientific(value, section)
    places = "".join(m[3] for m in tokens if m[3])
    if not any(c in "0#?" for c in places):
        return "".join(_literal(m) for m in tokens)
    whole_mask, _, part_mask = places.replace("%", "").partition(".")
    decimals = sum(c in "0#?" for c in part_mask)
    scaled = value * 100 if "%" in places else value
    while whole_mask.endswith(","):
        whole_mask, scaled = whole_mask[:-1], scaled / 1000
    text = f"{abs(scaled).quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}"
    whole, _, part = text.partition(".")
    whole = whole.lstrip("0").rjust(sum(c == "0" for c in whole_mask), "0")
    kept = part_mask.count("0")
    part = part[:kept] + part[kept:].rstrip("0")
    return ("-" if scaled < 0 else "") + _poured(tokens, whole, part, grouped="," in whole_mask)


def _poured(tokens: list[re.Match[str]], whole: str, part: str, *, grouped: bool) -> str:
    """The digits in their places among the literals, from the right: a long number overflows to the left."""
    out: list[str] = []
    point = next((i for i, m in enumerate(tokens) if m[3] == "."), len(tokens))
    digits = f"{int(whole):,}" if grouped and whole != "" else whole
    holders = [i for i, m in enumerate(tokens[:point]) if m[3] and m[3][0] in "0#?"]
    for i in range(point - 1, -1, -1):
        m = tokens[i]
        if m[3] and m[3][0] in "0#?":
            take = len(digits) if i == holders[0] or grouped else min(len(m[3]), len(digits))
            out.append(digits[len(digits) - take:])
            digits = digits[:len(digits) - take]
        elif m[3] != ",":
            out.append("%" if m[3] == "%" else _literal(m))
    text = "".join(reversed(out))
    after = "".join("%" if m[3] == "%" else _literal(m) for m in tokens[point:] if m[3] is None or m[3] == "%")
    return text + (f".{part}" if part != "" else "") + after


def _literal(m: re.Match[str]) -> str:
    return m[1] or m[2] or m[6] or ""


def _scientific(value: Decimal, section: str) -> str:
    mask = re.search(r"\.([0#]+)[eE]", section)
    mantissa, exponent = f"{value:.{len(mask[1]) if mask else 0}E}".split("E")
    return f"{mantissa}E{_power(exponent)}"


def _power(exponent: str) -> str:
    return f"{'-' if exponent.startswith('-') else '+'}{int(exponent.lstrip('+-')):02d}"
