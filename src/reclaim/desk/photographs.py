"""Held pictures of an item, set anew: what a camera wrote into them (place, time, device) stays in the house."""

from __future__ import annotations

import io

from reclaim.accounting.assemble import Assembly
from reclaim.desk.case import Case
from reclaim.model.dossier import Photograph
from reclaim.model.item import Item

MOST_BYTES = 50_000_000
MOST_POINTS = 80_000_000
"""A picture beyond either is not opened: a small file may unfold into more memory than there is."""

LONGEST_SIDE = 1200
QUALITY = 85
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF")


def photographs(case: Case, assembly: Assembly, item: Item) -> tuple[Photograph, ...]:
    """The pictures among the held sources of an item's records, and those that its events say they rest on."""
    keys = {name for e in item.entries for name in (e.record.source, *e.event.rests_on)}
    held = {f.sha256: f for f in case.files()}
    found = []
    for source in assembly.origins.sources.values():
        if source.sha256 in held and keys & {source.key, source.id}:
            place = case.path / held[source.sha256].path
            made = set_anew(place.read_bytes(), source.key) if held[source.sha256].size <= MOST_BYTES else None
            found += [made] if made is not None else []
    return tuple(sorted(found, key=lambda p: p.source))


def set_anew(content: bytes, source: str) -> Photograph | None:
    """The picture as a small JPEG without metadata; None if the bytes are no picture."""
    from PIL import Image, ImageOps

    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_POINTS:
                return None
            shown = ImageOps.exif_transpose(opened).convert("RGB")
            width, height = shown.size
            shown.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            out = io.BytesIO()
            Image.frombytes("RGB", shown.size, shown.tobytes()).save(out, "JPEG", quality=QUALITY)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    return Photograph(source, width, height, out.getvalue())
