"""The documented record files: which columns each form has, and how its rows become values.

A form is known by its header. `id` is required, is unique in its file and is the row's anchor; lists inside a cell
are split by semicolons. Columns that a form does not know are not taken, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from reclaim.model.block import Block
from reclaim.model.cells import Cells
from reclaim.model.claim import Claim
from reclaim.model.decision import Decision
from reclaim.model.equipment import Type
from reclaim.model.event import Event
from reclaim.model.line import ItemLine, StockLine, read_line
from reclaim.model.party import Party
from reclaim.model.price import Price
from reclaim.model.record import RecordKind
from reclaim.model.source import Source
from reclaim.model.statement import Statement
from reclaim.model.step import Step

Body: TypeAlias = (
    "Source | StockLine | ItemLine | Event | Statement | Claim | Step | Price | Type | Party | Block | Decision"
)


@dataclass(frozen=True, slots=True)
class Form:
    """One record file: its kind, its columns, and the columns by which its header is told from the others'.

    `parent` is the column that says where the record comes from: `source` for most; a line comes from its event, a
    claim from its statement.
    """

    kind: RecordKind
    columns: tuple[str, ...]
    signs: tuple[str, ...]
    parent: str = "source"


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FORMS: tuple[Form, ...] = (
    Form(RecordKind.SOURCE, _columns("id title publisher address published sha256 rests_on"), ("title",), ""),
    Form(RecordKind.STOCK, _columns(
        "id source as_of as_of_to holder place province country precision type type_as_written quantity qualifier "
        "counts kind any_of scope_words stated_by all_parts_of currency base rests_on"), ("as_of", "holder")),
    Form(RecordKind.EVENT, _columns(
        "id source kind date date_basis place province country precision by from to basis circumstances rests_on"),
        ("kind", "date", "by", "basis")),
    Form(RecordKind.LINE, _columns(
        "id event type type_as_written quantity qualifier serial mark_kind part make model reading item origin"),
        ("event", "type"), "event"),
    Form(RecordKind.STATEMENT, _columns(
        "id source speaker role party addressee date date_basis reported_by quote paraphrase hedges rests_on"),
        ("speaker",)),
    Form(RecordKind.CLAIM, _columns(
        "id statement form subject scope_types scope_supplied_by scope_stock_of scope_cut_off scope_place scope_items "
        "scope_held_by quantity qualifier counterparty at polarity modality not_testable coder"),
        ("statement", "form"), "statement"),
    Form(RecordKind.STEP, _columns(
        "id source scope_or_item step by to date date_basis type quantity qualifier ground scope_types "
        "scope_supplied_by scope_stock_of scope_cut_off scope_place scope_items scope_held_by rests_on"),
        ("step",)),
    Form(RecordKind.PRICE, _columns("id source type low high currency unit place date"), ("low", "high")),
    Form(RecordKind.TYPE, _columns("id name parent aliases category calibre maker source"), ("name", "parent")),
    Form(RecordKind.PARTY, _columns("id name aliases kind part_of from to disputed source"), ("name", "part_of")),
    Form(RecordKind.BLOCK, _columns("id make model first last year source"), ("make", "first", "last")),
    Form(RecordKind.DECISION, _columns("id subjects judgement author date reason"), ("subjects", "judgement"), ""),
)

FORM_OF = {form.kind: form for form in FORMS}

# A record file is added before those that rest on it.
ADDING_ORDER = {form.kind: place for place, form in enumerate(FORMS)}


def form_of_header(header: Iterable[str]) -> Form | None:
    """The form that a header is of: `id` and all of its signs stand in it; the one with most columns known wins."""
    names = {name.strip() for name in header}
    fitting = [f for f in FORMS if "id" in names and names.issuperset(f.signs)]
    return max(fitting, key=lambda f: (len(names & set(f.columns)) / len(f.columns), len(f.signs)), default=None)


def read_body(kind: RecordKind, cells: Cells) -> Body | None:
    """The value that a row states; None if it cannot be one, and then `cells.problems` has a fatal one."""
    readers: dict[RecordKind, Callable[[Cells], Body | None]] = {
        RecordKind.SOURCE: Source.read, RecordKind.STOCK: StockLine.read, RecordKind.EVENT: Event.read,
        RecordKind.LINE: read_line, RecordKind.STATEMENT: Statement.read, RecordKind.CLAIM: Claim.read,
        RecordKind.STEP: Step.read, RecordKind.PRICE: Price.read, RecordKind.TYPE: Type.read,
        RecordKind.PARTY: Party.read, RecordKind.BLOCK: Block.read, RecordKind.DECISION: Decision.read,
    }
    body = readers[kind](cells)
    return None if any(p.fatal for p in cells.problems) else body
