"""Names of arms that stand together are one mention: “M4” and “carbines”, “rounds of” and “ammunition”."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reclaim.documents.items import Hit


def joined(words: str, hits: Sequence[Hit]) -> list[Hit]:
    """“M4” + “carbines”, “Kalashnikov” + “assault rifles”: one mention."""
    joined: list[Hit] = []
    for hit in hits:
        last = joined[-1] if len(joined) > 0 else None
        gap = words[last.end : hit.start] if last is not None else ""
        close = re.fullmatch(
            r"[\s\-]{1,2}(?:(?:semi-?)?automatic |assault |service |tactical |military |sniper |combat )?", gap
        )
        if last is not None and close is not None and not _starts_list(last, hit):
            joined[-1] = _both(last, hit)
        else:
            joined.append(hit)
    return joined


def packed(words: str, hits: list[Hit]) -> list[Hit]:
    """“rounds of 5.56x45mm ammunition”: the measure and what it measures are one mention."""
    kept: list[Hit] = []
    for hit in hits:
        last = kept[-1] if len(kept) > 0 else None
        packs = last is not None and last.name.category == hit.name.category == "ammunition"
        if (
            last is not None
            and packs
            and re.fullmatch(r"\s+of\s+(?:[\w.×-]+\s+){0,3}", words[last.end : hit.start]) is not None
        ):
            kept[-1] = Hit(
                last.start, hit.end, hit.name if len(hit.name.types) > 0 else last.name, last.slip or hit.slip
            )
        else:
            kept.append(hit)
    return kept


def _starts_list(left: Hit, right: Hit) -> bool:
    return (
        right.name.designator
        and not left.name.designator
        and left.name.category == right.name.category
        and left.name.strength == "strong"
    )


def _both(left: Hit, right: Hit) -> Hit:
    name = left.name if left.name.designator or len(left.name.types) > 0 else right.name
    category = (
        right.name.category if right.name.category not in ("weapon", "equipment", "sight") else left.name.category
    )
    types = left.name.types or right.name.types
    slip = left.slip or right.slip or _class_slip(left, right)
    return Hit(left.start, right.end, replace(name, category=category, types=types, strength="strong"), slip)


def _class_slip(left: Hit, right: Hit) -> str:
    """“M9 rifle”: the name is of one class and the noun of another. Told, not mended."""
    alike = {
        "rifle",
        "sniper rifle",
        "weapon",
        "anti-tank weapon",
        "rocket",
        "grenade launcher",
        "machine gun",
        "heavy machine gun",
        "equipment",
    }
    a, b = left.name.category, right.name.category
    if (
        not left.name.designator
        or a == b
        or (a in alike and b in alike)
        or b in ("ammunition", "sight", "part")
        or a in ("ammunition", "")
    ):
        return ""
    return f"the name is of a {a}, the noun says {b}"
