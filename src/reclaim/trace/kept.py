"""What is searched, kept in a folder: weapons, how they lie, their search index and their rows, mapped when opened.

Grouping ten million rows takes half a minute; a mapped folder opens in milliseconds and is shared between processes.
Only `own_weights` depends on the channel, which decisions move: a few numbers, reckoned anew (half a second) if it did.
`kept.json` says which arrays stand where in `arrays.bin`; `texts.arrow` are the marks, `table-N.arrow` the rows as they
are shown; the index is saved beside them (`storage`). A folder without `kept.json` is not whole.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa

from reclaim.model.errors import InputError, WriteError
from reclaim.trace import storage
from reclaim.trace.agree import Vocabulary
from reclaim.trace.cells import Lie
from reclaim.trace.channel import Channel, for_symbols
from reclaim.trace.density import own_weights
from reclaim.trace.evidence import Searched
from reclaim.trace.find import cost_table
from reclaim.trace.index import SerialIndex
from reclaim.trace.kernels_cells import Cells
from reclaim.trace.rows import SHOWN, Table
from reclaim.trace.symbols import Symbols
from reclaim.trace.weapons import Weapons

FORMAT: Final = "reclaim searched registers 1"
FILE: Final = "kept.json"

_WEAPONS: Final = ("codes", "starts", "date", "row_starts", "row_tables", "row_places", "marks")
_LIE: Final = ("filled", "power", "group_keys", "group_sizes", "places", "present", "lengths")
_CELLS: Final = tuple(Cells._fields)
_ROWS: Final = ("row", *SHOWN, "record")


def keep(folder: Path, searched: Searched, tables: Sequence[Table]) -> None:
    """Write what was made ready, with its rows. `searched.finder` is a `SerialIndex`. Raises WriteError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        searched.finder.save(folder)  # type: ignore[attr-defined]
        _write_arrow(folder / "texts.arrow", pa.table({"text": searched.weapons.texts}))
        for number, table in enumerate(tables):
            shown = table.rows.select([name for name in _ROWS if name in table.rows.column_names])
            _write_arrow(folder / f"table-{number}.arrow", shown)
        places, size = _write_arrays(folder / "arrays.bin", _arrays(searched))
        weapons = searched.weapons
        told = {"format": FORMAT, "arrays": places, "bytes": size, "letters": weapons.symbols.letters,
                "words": {name: list(v.words) for name, v in weapons.vocabularies.items()}, "count": searched.lie.count,
                "channel": _of_channel(searched.channel),
                "tables": [[t.register, t.snapshot] for t in tables]}
        storage.write_whole(folder / FILE, [json.dumps(told).encode()])
    except OSError as error:
        raise WriteError(f"what is searched cannot be kept: {error.strerror}", where=str(folder)) from error


def kept(folder: Path, channel: Channel) -> tuple[Searched, list[Table]]:
    """Map what was kept: ready for asking, and its rows. Raises InputError if it is not there whole."""
    told = _told(folder)
    path = folder / "arrays.bin"
    if not path.exists() or path.stat().st_size != told["bytes"]:
        raise InputError("a part of what is searched is missing", where=str(path), mend="delete the folder")
    # Copied on write, so that kernels take them as the plain arrays that they were compiled for; nobody writes.
    held = np.memmap(path, np.uint8, "c").view(np.ndarray)
    array = {name: storage.view(held, place) for name, place in told["arrays"].items()}
    vocabularies = {name: Vocabulary(name, tuple(words)) for name, words in told["words"].items()}
    weapons = Weapons(Symbols(told["letters"]), _read_arrow(folder / "texts.arrow").column("text"),
                      fields={name: array[f"field {name}"] for name in vocabularies}, vocabularies=vocabularies,
                      **{name: array[name] for name in _WEAPONS})
    lie = Lie(Cells(*(array[f"cells {name}"] for name in _CELLS)), **{name: array[f"lie {name}"] for name in _LIE},
              count=told["count"])
    tables = [Table(register, snapshot, _read_arrow(folder / f"table-{number}.arrow"))
              for number, (register, snapshot) in enumerate(told["tables"])]
    fitted = for_symbols(channel, weapons.symbols.letters)
    own = array["own_weights"] if told["channel"] == _of_channel(fitted) else own_weights(weapons, lie, fitted)
    searched = Searched(weapons, lie, SerialIndex.open(folder), array["doubles"], own, fitted, cost_table(channel))
    return searched, tables


def _of_channel(channel: Channel) -> str:
    """What tells one channel from another."""
    parts = (channel.law, channel.kinds, channel.confusions)
    return hashlib.sha256(b"".join(np.asarray(part).tobytes() for part in parts)).hexdigest()


def _told(folder: Path) -> dict[str, Any]:
    try:
        told: dict[str, Any] = json.loads((folder / FILE).read_bytes())
    except (OSError, ValueError) as error:
        raise InputError("what is searched is not kept here", where=str(folder)) from error
    if told.get("format") != FORMAT:
        raise InputError("what is searched was kept by another version", where=str(folder), mend="delete the folder")
    return told


def _arrays(searched: Searched) -> dict[str, Any]:
    weapons, lie = searched.weapons, searched.lie
    found = {name: getattr(weapons, name) for name in _WEAPONS}
    found |= {f"field {name}": values for name, values in weapons.fields.items()}
    found |= {f"lie {name}": getattr(lie, name) for name in _LIE}
    found |= {f"cells {name}": array for name, array in zip(_CELLS, lie.cells, strict=True)}
    return found | {"doubles": np.asarray(searched.doubles), "own_weights": np.asarray(searched.own_weights)}


def _write_arrays(path: Path, arrays: dict[str, Any]) -> tuple[dict[str, Any], int]:
    """One array after the other; where each stands, and how many bytes there are."""
    places, at = {}, 0
    for name, array in arrays.items():
        places[name] = {"at": at, "type": array.dtype.str, "shape": list(array.shape)}
        at += array.nbytes + -array.nbytes % storage.ALIGNMENT
    storage.write_whole(path, _pieces(arrays.values()))
    return places, at


def _pieces(arrays: Iterable[Any]) -> Iterable[Any]:
    for array in arrays:
        yield from storage.padded(array)


def _write_arrow(path: Path, table: pa.Table) -> None:
    with pa.OSFile(str(path), "wb") as sink, pa.ipc.new_file(sink, table.schema) as writer:
        writer.write_table(table)


def _read_arrow(path: Path) -> pa.Table:
    try:
        return pa.ipc.open_file(pa.memory_map(str(path))).read_all()
    except (OSError, pa.ArrowException) as error:
        raise InputError("a part of what is searched cannot be read", where=str(path), mend="delete the folder") from error
