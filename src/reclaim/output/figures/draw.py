"""A specification to SVG or PNG, offline, the same bytes each time."""

from __future__ import annotations

from typing import Any


def svg(spec: dict[str, Any]) -> str:
    """The figure as SVG text."""
    import vl_convert

    return str(vl_convert.vegalite_to_svg(vl_spec=spec))


def png(spec: dict[str, Any], scale: float = 2.0) -> bytes:
    """The figure as PNG bytes, for those who look at pictures while they work."""
    import vl_convert

    return bytes(vl_convert.vegalite_to_png(vl_spec=spec, scale=scale))
