"""Stories: cases told in tables that an inspector can read, with what must come out.

A file is Markdown. `## Background` holds what all its stories share; each further `## Title` is a story, and each
`### Title` in it a variation of that story: the same records, less those named after `without:`, with the rows of its
own tables added or, where the id is the same, put in place. The first cell of a table's header names the form of the
record file (`sources`, `events` ...) and stands for its column `id`; the others name columns as in the files.

Two tables are not records: `links` (left, right, probability) are what a search of registers found, and `verdict`
says what must come out for a claim: any columns of `reclaim claims --json`, and `bears` (the records that bear,
split by `;`, strongest first).
"""

from __future__ import annotations

from collections.abc import Iterable
from csv import DictReader
from dataclasses import dataclass, field
from pathlib import Path

from reclaim.accounting.assemble import Assembly, assemble
from reclaim.model.anchor import Anchor
from reclaim.model.form import FORM_OF
from reclaim.model.link import Link, LinkBasis
from reclaim.model.record import Record, RecordKind
from reclaim.model.source import source_id

Row = dict[str, str]
Tables = dict[str, dict[str, Row]]
OWN = source_id("the case's own list", "", "", "")


@dataclass(slots=True)
class Story:
    """One telling: its rows by form and id, and the rows that must come out, by the kind of table."""

    file: str
    title: str
    rows: Tables = field(default_factory=dict)
    expected: dict[str, list[Row]] = field(default_factory=dict)
    line: int = 0

    def records(self) -> list[Record]:
        """The rows as records, in the order of the forms."""
        sources = self.rows.get("sources", {})
        keys = {ident: _source(row) for ident, row in sources.items()}
        return [record(form, ident, row, self.rows, keys) for form in RecordKind if form in self.rows
                for ident, row in self.rows[form].items()]

    def links(self) -> list[Link]:
        """What a search of registers found, by the ids of the lines."""
        ids = {r.key: r.id for r in self.records()}
        found = []
        for row in self.rows.get("links", {}).values():
            left, right = sorted((ids[f"event_lines#{row['left']}"], ids[f"event_lines#{row['right']}"]))
            found.append(Link(left, right, LinkBasis(row.get("basis", "near")), float(row["probability"])))
        return found

    def assembly(self) -> Assembly:
        """The story assembled."""
        return assemble(self.records(), near=self.links())


def record(form: RecordKind, ident: str, row: Row, rows: Tables, keys: dict[str, str]) -> Record:
    """One row as the record that `reclaim add` makes of it."""
    cells = {"id": ident, **row}
    if form is RecordKind.SOURCE:
        cells.setdefault("title", ident)
        source = keys[ident]
    else:
        source = _parent(form, cells, rows, keys)
    return Record.make(source, Anchor.row(source, str(form), ident), form, cells)


def _parent(form: RecordKind, cells: Row, rows: Tables, keys: dict[str, str]) -> str:
    parent = FORM_OF[form].parent
    if parent == "" or parent not in cells:
        return OWN
    if parent == "source":
        return keys.get(cells["source"], OWN)
    over = RecordKind.EVENT if parent == "event" else RecordKind.STATEMENT
    row = rows.get(over, {}).get(cells[parent], {})
    return keys.get(row.get("source", ""), OWN)


def _source(row: Row) -> str:
    return source_id(row.get("title", row["id"]), row.get("publisher", ""), row.get("address", ""),
                     row.get("published", ""), row.get("sha256", ""))


def read(path: Path) -> list[Story]:
    """The stories and variations of a file."""
    background, stories, story, variation = Story(path.name, ""), list[Story](), None, None
    header: list[str] = []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
        current = variation or story or background
        if line.startswith("### "):
            assert story is not None, f"{path.name}:{number}: a variation of nothing"
            variation = Story(path.name, f"{story.title}: {line[4:].strip()}", _copy(story.rows), {}, number)
            stories.append(variation)
        elif line.startswith("## "):
            variation = None
            story = None if line[3:].strip() == "Background" else Story(
                path.name, line[3:].strip(), _copy(background.rows), {}, number)
            stories += [] if story is None else [story]
        elif line.startswith("without:"):
            _drop(current.rows, line.removeprefix("without:"), f"{path.name}:{number}")
        elif line.startswith("|"):
            cells = [c.strip() for c in line.strip().strip("|").split("|")]
            if all(set(c) <= set("-: ") and c != "" for c in cells):
                continue
            if header == []:
                header = cells
            else:
                _take(current, header, cells, f"{path.name}:{number}")
            continue
        header = []
    return [s for s in stories if len(s.expected) > 0]


def _take(story: Story, header: list[str], cells: list[str], where: str) -> None:
    assert len(cells) == len(header), f"{where}: {len(cells)} cells under {len(header)} columns"
    form, row = header[0], {name: cell for name, cell in zip(header[1:], cells[1:], strict=True) if cell != ""}
    if form in {str(k) for k in RecordKind} or form == "links":
        if form != "links":
            unknown = set(row) - set(FORM_OF[RecordKind(form)].columns)
            assert len(unknown) == 0, f"{where}: {form} has no column {unknown}"
        row["id"] = cells[0]
        story.rows.setdefault(RecordKind(form) if form != "links" else form, {})[cells[0]] = row
    else:
        story.expected.setdefault(form, []).append({form: cells[0], **row})


def _drop(rows: Tables, names: str, where: str) -> None:
    for name in (n.strip() for n in names.split(";")):
        homes = [form for form, found in rows.items() if name in found]
        assert len(homes) > 0, f"{where}: there is no {name}"
        for form in homes:
            del rows[form][name]


def _copy(rows: Tables) -> Tables:
    return {form: {ident: dict(row) for ident, row in found.items()} for form, found in rows.items()}


def of_folder(folder: Path) -> Story:
    """A case that stands in a folder as record files."""
    story = Story(folder.name, folder.name)
    for form in RecordKind:
        path = folder / f"{form}.csv"
        if path.exists():
            with path.open(encoding="utf-8", newline="") as file:
                story.rows[form] = {row["id"]: {c: v for c, v in row.items() if v != ""} for row in DictReader(file)}
    return story


def changed(story: Story, *, without: str = "", rows: Tables | None = None) -> Story:
    """The story less some rows (split by `;`), with others added or put in place."""
    copy = Story(story.file, story.title, _copy(story.rows))
    if without != "":
        _drop(copy.rows, without, story.file)
    for form, found in (rows or {}).items():
        for ident, row in found.items():
            old = copy.rows.setdefault(RecordKind(form), {}).get(ident, {"id": ident})
            copy.rows[RecordKind(form)][ident] = {**old, **row}
    return copy


def files(folder: str) -> Iterable[Path]:
    """The story files of a folder beside this file."""
    return sorted((Path(__file__).parent / folder).glob("*.md"))
