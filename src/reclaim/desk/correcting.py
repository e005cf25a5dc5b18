"""A proposal corrected: its fields by name, those of its arms too, and what follows from a change."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from reclaim.model.claim import Modality, Polarity

CORRECTABLE: Final = {
    "statement": ("speaker", "role", "party", "addressee", "content", "date", "date_basis", "modality", "polarity"),
    "event": ("event", "by", "from", "to", "place", "province", "country", "precision", "date", "date_basis",
              "modality", "polarity"),
    "record": ("form", "event"),
}
"""What can be corrected, by sort of proposal."""

_OF_STOCK = ("kind", "as_of", "holder")
_OF_ARMS = ("type", "quantity", "qualifier", "serial", "origin")


def fields_of(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What can be corrected of a proposal, as (name, value as it stands); "line 2 quantity" is that of the second arms."""
    kind = str(body.get("kind", ""))
    found = [(name, str(body.get(name) or "")) for name in CORRECTABLE.get(kind, ())]
    if kind == "record":
        cells = dict.fromkeys(_OF_STOCK, "") if body.get("form") == "stock" else {}
        found += [(f"cell {name}", str(value)) for name, value in {**cells, **dict(body.get("cells", {}))}.items()]
    items = body.get("items", []) if kind == "event" else []
    return found + [(f"line {k} {name}", _of_item(item, name)) for k, item in enumerate(items, start=1) for name in _OF_ARMS]


def corrected(body: Mapping[str, Any], changed: Mapping[str, Any]) -> dict[str, Any]:
    """The proposal with the changes, by the names that `fields_of` gives, and with what follows from them: what is
    asserted or reported and not denied happened."""
    whole: dict[str, Any] = {**body, "items": [dict(item) for item in body.get("items", [])]}
    if "cells" in body:
        whole["cells"] = dict(body["cells"])
    for name, value in changed.items():
        sort, _, rest = name.partition(" ")
        if sort == "line" and rest[:1].isdigit():
            number, _, field = rest.partition(" ")
            _set(whole["items"][int(number) - 1], field, str(value))
        elif sort == "cell" and rest != "":
            whole["cells"][rest] = value
        else:
            whole[name] = value
    if whole.get("kind") == "event" and {"modality", "polarity"} & set(changed):
        whole["happened"] = (
            whole.get("modality") in (Modality.ASSERTED, Modality.REPORTED) and whole.get("polarity") == Polarity.AFFIRMED
        )
    return whole


def _of_item(item: Mapping[str, Any], name: str) -> str:
    if name == "type":
        return str(next(iter(item.get("types") or [item.get("category", "")]), ""))
    return "; ".join(item.get("marks") or []) if name == "serial" else str(item.get(name) or "")


def _set(item: dict[str, Any], name: str, value: str) -> None:
    if name == "type":
        item["types"] = [value] if value != "" else []
    elif name == "serial":
        item["marks"] = [mark.strip() for mark in value.split(";") if mark.strip() != ""]
    else:
        item[name] = value
    if name == "quantity" and item.get("qualifier") in ("", "unknown", None):
        item["qualifier"] = "exact"
