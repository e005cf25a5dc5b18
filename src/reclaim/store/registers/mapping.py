"""The mapping as a file: what each column became, to be read, edited and given again."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reclaim.model.errors import InputError, UsageError
from reclaim.model.register import Column, Fate, Mapping
from reclaim.store.registers import dates, toml

COMMENT = """\
What each column of the register's files became. Edit it and give it with --map; `became` is one of
serial make model calibre country type nsn date from to holder lot quantity, or record (the register's own
number of the row), or mark, mark 2 ... (further marks of the same article); or kept = "extra", or
refused = "personal". `order` says how dates are written: "day first" or "month first"."""
_ORDERS = (dates.DAY_FIRST, dates.MONTH_FIRST, dates.YYDDD, dates.DAY_NUMBER)


def text(mapping: Mapping) -> str:
    """The mapping as TOML."""
    return toml.text({"column": mapping.plain()}, COMMENT)


def load(path: Path) -> Mapping:
    """A mapping that a person wrote; the `register.toml` of a register is one too. Raises InputError, UsageError."""
    try:
        found = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror or error}", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise InputError("it is not UTF-8", where=str(path), mend="save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"it is no TOML: {error}", where=str(path), mend="mend that line") from error
    from reclaim.store.registers.part import checked

    rows = found.get("column")
    if not isinstance(rows, list) or len(rows) == 0:
        raise InputError("it lists no columns", where=str(path),
                         mend="write [[column]] tables, as `reclaim register add --show-map` prints them")
    return checked(read(rows, str(path)), str(path))


def read(rows: Sequence[Any], where: str) -> Mapping:
    """Tables of a TOML file as a mapping. Raises UsageError naming the column."""
    return Mapping(tuple(_column(row, f"{where}, column {i}") for i, row in enumerate(rows, start=1)))


def _column(row: Any, where: str) -> Column:
    if not isinstance(row, dict) or not all(isinstance(row.get(k, ""), str) for k in _WORDS):
        raise UsageError("a [[column]] holds something that is no text", where=where,
                         mend="put words in quotation marks")
    fates = [(fate, row[fate.value]) for fate in Fate if row.get(fate.value, "") != ""]
    if len(fates) != 1:
        raise UsageError("it says not, or not once, what the column became", where=where,
                         mend='write became = "serial", kept = "extra" or refused = "personal"')
    fate, word = fates[0]
    order = row.get("order", "")
    if order not in ("", *_ORDERS, dates.BOTH):
        raise UsageError(f"order '{order}' is not known", where=where, mend=f"use one of {', '.join(_ORDERS[:2])}")
    if fate is Fate.KEPT and word != "extra":
        raise UsageError(f"kept = '{word}' cannot be meant", where=where, mend='write kept = "extra"')
    header = row.get("header", "")
    target = {Fate.BECAME: word, Fate.KEPT: row.get("as", header), Fate.REFUSED: ""}[fate]
    return Column(header, row.get("address", ""), fate, target, row.get("file", ""),
                  "" if order == dates.BOTH else order, row.get("why", ""),
                  tuple(str(e) for e in row.get("examples", [])))


_WORDS = ("header", "address", "file", "became", "kept", "refused", "as", "order", "why")
