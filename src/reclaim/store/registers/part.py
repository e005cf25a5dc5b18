"""A grid whose columns are known: one part of a snapshot, a sheet or a file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reclaim.model.errors import UsageError
from reclaim.model.problem import Problem
from reclaim.model.register import MARK, RECORD, TARGETS, Column, Fate, Mapping, RegisterKind
from reclaim.store.registers import army80, header, recognise
from reclaim.store.registers.grid import Grid, address, column_of, where
from reclaim.store.registers.header import Header

SAMPLE = 1000
BEYOND = "beyond the header"


@dataclass(frozen=True, slots=True)
class Part:
    """A grid with what each of its columns became, in the order of the grid. `positions` are columns that only count
    the rows, and are no part of a row's identity."""

    grid: Grid
    header: Header
    columns: tuple[Column, ...]
    positions: frozenset[int]
    problems: tuple[Problem, ...]

    def place(self, target: str) -> int | None:
        """The column of the grid that became `target`, or None."""
        return next((i for i, c in enumerate(self.columns) if c.fate is Fate.BECAME and c.target == target), None)

    def extras(self) -> list[tuple[str, int]]:
        """Name and column of the extra cells, by name."""
        return sorted((c.target, i) for i, c in enumerate(self.columns) if c.extra)

    @property
    def after(self) -> int:
        """The last row of the grid that is no data."""
        return self.header.after

    def where(self, row: int | None = None, column: int | None = None) -> str:
        """A place in it, in words."""
        return where(self.grid.file, self.grid.sheet, row=row, column=column)


def understand(grid: Grid, kind: RegisterKind, saved: Mapping | None, own: Mapping | None) -> Part | None:
    """What a grid's columns are; None if it holds no table. `own` is the mapping that a person gave, `saved` that of
    the register's last snapshot; what neither names is recognised anew."""
    head = grid.head(header.LOOK)
    if len(head) == 0 or grid.width == 0:
        return None
    found = Header(grid.header, tuple((n,) for n in grid.header), None, 0) if grid.header is not None else (
        header.find(head, grid.spans, grid.width))
    cells = grid.sample(found.after, SAMPLE)
    if all(c == "" for column in cells for c in column):
        return None
    fresh = recognise.columns(found.parts, cells, kind)
    if grid.header == tuple(name for name, *_ in army80.layout()):
        columns = army80.columns()
        problems: list[Problem] = []
    else:
        columns, problems = _columns(grid, found, fresh, _Known(own, saved))
    columns = [_with_examples(c, cells[i]) for i, c in enumerate(columns)]
    positions = frozenset(i for i, f in enumerate(fresh) if f.position and columns[i].target == RECORD)
    return Part(grid, found, tuple(columns), positions, (*problems, *_header_problems(grid, found, columns)))


class _Known:
    """Columns of mappings by header and which of the columns of that header it is; without a header, by letter."""

    def __init__(self, own: Mapping | None, saved: Mapping | None) -> None:
        self.own = _by_header(own)
        self.saved = _by_header(saved)

    def get(self, key: tuple[str, str]) -> tuple[Column | None, bool]:
        """The column as known, and whether a person said so."""
        if key in self.own:
            return self.own[key], True
        return self.saved.get(key), False


def _by_header(mapping: Mapping | None) -> dict[tuple[str, str], Column]:
    found: dict[tuple[str, str], Column] = {}
    seen: Counter[tuple[str, str, str]] = Counter()
    for column in mapping.columns if mapping is not None else ():
        group = (column.file, column.sheet, column.header)
        seen[group] += 1
        key = (column.header, str(seen[group])) if column.header != "" else ("", column.letter)
        found.setdefault(key, column)
    return found


def _columns(grid: Grid, found: Header, fresh: list[recognise.Found],
             known: _Known) -> tuple[list[Column], list[Problem]]:
    columns: list[Column] = []
    problems: list[Problem] = []
    seen: Counter[str] = Counter()
    keys = []
    for i, name in enumerate(found.names):
        seen[name] += 1
        keys.append((name, str(seen[name])) if name != "" else ("", address("", i, None)))
    taken = {c.target for key in keys if (c := known.get(key)[0]) is not None and c.fate is Fate.BECAME}
    names = _Names(taken)
    for i, (key, guess) in enumerate(zip(keys, fresh, strict=True)):
        column, by_person = known.get(key)
        place = address(grid.sheet, i, found.row)
        if column is not None:
            made, problem = _as_known(column, by_person, guess, Column(found.names[i], place, Fate.KEPT), names)
            problems += [] if problem is None else [Problem(where(grid.file, grid.sheet, column=i), *problem)]
        elif guess.fate is Fate.BECAME and guess.target not in taken:
            taken.add(guess.target)
            made = Column(found.names[i], place, Fate.BECAME, guess.target, why=guess.why)
        elif guess.fate is Fate.REFUSED:
            made = Column(found.names[i], place, Fate.REFUSED, why=guess.why)
        else:
            why = f"another column became {guess.target}" if guess.fate is Fate.BECAME else guess.why
            made = Column(found.names[i], place, Fate.KEPT, names.free(_extra_name(grid, found, i)), why=why)
        columns.append(made)
    return columns, problems


def _as_known(column: Column, by_person: bool, guess: recognise.Found, here: Column,
              names: _Names) -> tuple[Column, tuple[str, str, str] | None]:
    """A column as a mapping has it; what is personal stays out, whatever the mapping says."""
    why = "the mapping" if by_person else "the register's saved mapping"
    personal = guess.fate is Fate.REFUSED
    shown = personal and guess.why.startswith("its cells")
    if column.fate is Fate.REFUSED or (personal and (column.fate is Fate.KEPT or shown or not by_person)):
        told = None if column.fate is Fate.REFUSED else (
            "personal_column", f"{guess.why}: the column is not imported, though {why} asks for it",
            "take the persons out of the file")
        return Column(here.header, here.address, Fate.REFUSED, why=guess.why if personal else why), told
    if column.fate is Fate.KEPT:
        return Column(here.header, here.address, Fate.KEPT, names.free(column.target or here.header), why=why), None
    return Column(here.header, here.address, Fate.BECAME, column.target, order=column.order, why=why), None


class _Names:
    """Names of extra cells, each given once."""

    def __init__(self, taken: set[str]) -> None:
        self.taken = {*taken, RECORD, MARK}

    def free(self, name: str) -> str:
        """`name`, or `name (2)` and so on if it is taken."""
        chosen, number = name, 1
        while chosen in self.taken:
            number += 1
            chosen = f"{name} ({number})"
        self.taken.add(chosen)
        return chosen


def _extra_name(grid: Grid, found: Header, column: int) -> str:
    if found.names[column] != "":
        return found.names[column]
    return BEYOND if grid.beyond and column == grid.width - 1 else f"column {address('', column, None)}"


def _with_examples(column: Column, cells: Sequence[str]) -> Column:
    if column.fate is Fate.REFUSED:
        return column
    examples = tuple(dict.fromkeys(c if len(c) <= 60 else f"{c[:57]}..." for c in cells if c.strip() != ""))[:3]
    return Column(column.header, column.address, column.fate, column.target, column.file, column.order, column.why,
                  examples)


def _header_problems(grid: Grid, found: Header, columns: list[Column]) -> list[Problem]:
    told = []
    here = where(grid.file, grid.sheet, row=found.row) if found.row is not None else where(grid.file, grid.sheet)
    if found.row is None and grid.header is None:
        told.append(Problem(here, "no_header", "no row heads the columns; they are known by what stands in them",
                            "check the mapping, or write a header row"))
    doubled = sorted(n for n, times in Counter(n for n in found.names if n != "").items() if times > 1)
    if len(doubled) > 0:
        told.append(Problem(here, "duplicate_header", f"several columns are headed {', '.join(doubled)}",
                            "check the mapping: each of them is told apart there by its address"))
    named = columns[:-1] if grid.beyond else columns
    places = [c.letter for c in named if c.header == "" and len(c.examples) > 0]
    if found.row is not None and len(places) > 0:
        told.append(Problem(here, "unnamed_column", f"columns without a header: {', '.join(places)}",
                            "check the mapping"))
    if not any(c.fate is Fate.BECAME and c.target == "serial" for c in columns):
        told.append(Problem(here, "no_serial_column",
                            "no column holds serial numbers; nothing here can be traced by one",
                            "if one does, say so in the mapping: became = \"serial\""))
    if found.numbered:
        told.append(Problem(where(grid.file, grid.sheet, row=found.after), "numbering_row",
                            "a row under the header numbers or explains the columns; it is no data"))
    return told


def checked(mapping: Mapping, file: str) -> Mapping:
    """A mapping given by a person, if its words can be meant. Raises UsageError naming the column."""
    used: Counter[tuple[str, str, str]] = Counter()
    for column in mapping.columns:
        place = f"{file}, column {column.header or column.address}"
        base = column.target.split(" ")[0]
        if column.fate is not Fate.BECAME:
            continue
        if column.target not in TARGETS and not (base == MARK and column.target.removeprefix(f"{MARK} ").isdigit()):
            raise UsageError(f"no column can become '{column.target}'", where=place,
                             mend=f"use one of {', '.join(TARGETS)}")
        used[column.file, column.sheet, column.target] += 1
        if used[column.file, column.sheet, column.target] > 1:
            raise UsageError(f"two columns become '{column.target}'", where=place, mend="keep one, or kept = \"extra\"")
        if column.letter != "" and column_of(column.letter) < 0:
            raise UsageError(f"'{column.address}' is no address", where=place, mend="for example B3, or Sheet1!B3")
    return mapping
