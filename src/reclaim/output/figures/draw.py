"""A specification to SVG or PNG, offline, the same bytes each time."""

from __future__ import annotations

import re
from typing import Any, Final

_PLACED: Final = re.compile(r' (?:d|transform|x|y|x1|x2|y1|y2|width|height)="[^"]*"')
_LONG: Final = re.compile(r"-?\d+\.\d{3,}(?:e-?\d+)?")


def svg(spec: dict[str, Any]) -> str:
    """The figure as SVG text. Places are rounded to a hundredth of a pixel, which makes it a third as heavy."""
    import vl_convert

    drawn = str(vl_convert.vegalite_to_svg(vl_spec=spec))
    return _PLACED.sub(lambda attribute: _LONG.sub(_rounded, attribute[0]), drawn)


def _rounded(number: re.Match[str]) -> str:
    short = f"{float(number[0]):.2f}".rstrip("0").rstrip(".")
    return "0" if short in ("-0", "") else short


def png(spec: dict[str, Any], scale: float = 2.0) -> bytes:
    """The figure as PNG bytes, for those who look at pictures while they work."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(vl_spec=spec, scale=scale))
