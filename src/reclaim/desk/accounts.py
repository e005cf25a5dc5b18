"""What can be said of the whole: bounds for each account, and the estimators that are refused."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.bounds import accounts as fold
from reclaim.accounting.constraints import book
from reclaim.accounting.estimates import Refusal, refusals
from reclaim.accounting.identities import problems_of_parts
from reclaim.accounting.minimum import Everything, as_bounds, everything, minimum_recovered, parties_of_claims
from reclaim.accounting.questions import Question
from reclaim.desk.assembled import assembled
from reclaim.desk.case import Case, KnownBy
from reclaim.model.bounds import Bounds, ConflictSet, Figure, Range
from reclaim.model.errors import UsageError
from reclaim.model.problem import Problem
from reclaim.model.quantity import CountKind, number_text
from reclaim.model.table import Cell, Column, Table
from reclaim.model.when import BadDate, When

COLUMNS = (
    Column("holder", "whose account it is, by id; empty where the source names nobody"),
    Column("type", "the type, by id"),
    Column("kind", "the kind of count, or any_of(kinds)"),
    Column("counts", "items, records, rounds, money or share"),
    Column("scope", "what is counted, in the source's words"),
    Column("at", "the date or period; empty if none is stated"),
    Column("lower", "at least; empty with `infeasible`"),
    Column("upper", "at most; empty is unknown"),
    Column("lower_sources", "sources that set the lower bound, split by ;"),
    Column("upper_sources", "sources that set the upper bound, split by ;"),
    Column("identities", "links between accounts that the bound draws on, split by ;"),
    Column("origins", "independent origins among those sources"),
    Column("note", "what must be known to read it; `infeasible`: the sources cannot all be true"),
)


@dataclass(frozen=True, slots=True)
class Accounts:
    """The bounds asked for, with the assembly that they rest on and its problems."""

    assembly: Assembly
    bounds: tuple[Bounds, ...]
    problems: tuple[Problem, ...]


def accounts(case: Case, *, holder: str = "", type_: str = "", kind: str = "", at: str = "", known_by: KnownBy = None,
             why: bool = False) -> Accounts:
    """The bounds that are asked for, of all accounts if nothing is.

    `at` leaves out what certainly came later. Raises UsageError if a kind or date is none.
    """
    question = Question(holder, type_, _kind(kind), _date(at))
    assembly = assembled(case, at, known_by)
    found = (*fold(assembly, question, words=case.words, why=why), *_recovered(assembly, question))
    parts = problems_of_parts(book(assembly), assembly.types)
    return Accounts(assembly, found, tuple(sorted({*assembly.problems, *parts})))


def recovered(assembly: Assembly, among: Everything | None = None) -> tuple[Bounds, ...]:
    """The minimum counts of what turned up with others: what `accounts` adds to the bounds of the figures; `among` is
    `everything(assembly)`, if it was made already."""
    return tuple(_recovered(assembly, Question(), among))


def estimate(case: Case, *, at: str = "", known_by: KnownBy = None) -> tuple[Refusal, ...]:
    """The estimators that are refused, each with its reason."""
    _date(at)
    return refusals(assembled(case, at, known_by))


def bounds_table(case: Case, at: str = "", known_by: KnownBy = None) -> Table:
    """The bounds as a table: what export writes and diff compares."""
    found = accounts(case, at=at, known_by=known_by)
    return Table.of("bounds", COLUMNS, map(_cells, found.bounds), ("holder", "type", "kind", "counts", "scope", "at"))


def plain(bounds: Bounds, why: bool = False) -> dict[str, object]:
    """A bound as JSON: the columns of `reclaim accounts`, and with `why` what it is without each source."""
    account = bounds.account
    row: dict[str, object] = {
        "holder": account.holder, "type": account.type, "kind": account.kind, "counts": str(account.counts),
        "scope": bounds.scope, "at": account.at, "lower": _number(bounds.range.lower),
        "upper": _number(bounds.range.upper), "lower_sources": list(bounds.lower_sources),
        "upper_sources": list(bounds.upper_sources), "identities": list(bounds.identities),
        "origins": bounds.origins, "note": bounds.note,
    }
    if why:
        row |= {
            "without": [{"source": w.source, **_ends(w.range)} for w in bounds.without],
            "conflicts": [_conflict(c) for c in bounds.conflicts],
            "more_conflicts": bounds.more_conflicts,
            "about_twice_as_wide": _ends(bounds.wide or bounds.range),
            "figures": [_figure(f) for f in bounds.figures],
            "slips": [{"record": s.key, "source": s.source, "says": str(s.quantity), "beside": s.beside,
                       "word": s.word} for s in bounds.slips],
            "settle": list(bounds.settle),
            "not_comparable": [{**_figure(f), "scope": f.scope, "at": f.account.at} for f in bounds.beside],
        }
    return row


def _cells(bounds: Bounds) -> dict[str, Cell]:
    row: dict[str, Cell] = {name: "; ".join(v) if isinstance(v, list) else str(v) for name, v in plain(bounds).items()}
    return row | {"lower": _text(bounds.range.lower), "upper": _text(bounds.range.upper), "origins": bounds.origins}


def _recovered(assembly: Assembly, question: Question, among: Everything | None = None) -> list[Bounds]:
    """Minimum counts of what turned up with others, for the party asked for, or whose stock claims speak of."""
    if question.kind not in (None, CountKind.RECOVERED):
        return []
    holder, named = assembly.parties.resolve(question.holder), parties_of_claims(assembly)
    wanted = [(p, c) for p, c in named if holder in ("", p)]
    if holder != "" and len(wanted) == 0:
        wanted = [(holder, When.unknown())]
    if len(wanted) == 0:
        return []
    every = among or everything(assembly)
    counts = [minimum_recovered(assembly, party, cut_off, question.type, every) for party, cut_off in wanted]
    return [b for c in counts if len(c.list) > 0 or c.cut_off.known for b in as_bounds(c, assembly, question.type)]


def _kind(word: str) -> CountKind | None:
    try:
        return None if word == "" else CountKind(word)
    except ValueError:
        raise UsageError(f"'{word}' is no kind of count", mend=f"use one of {', '.join(CountKind)}") from None


def _date(text: str) -> When | None:
    try:
        return None if text == "" else When.parse(text)
    except BadDate as error:
        raise UsageError(str(error)) from None


def _ends(found: Range) -> dict[str, object]:
    note = {} if found.possible else {"note": "infeasible"}
    return {"lower": _number(found.lower), "upper": _number(found.upper), **note}


def _conflict(found: ConflictSet) -> dict[str, object]:
    return {"sources": list(found.sources), "records": [f.key for f in found.figures],
            "figures": [_figure(f) for f in found.figures], "identities": list(found.identities)}


def _figure(figure: Figure) -> dict[str, object]:
    return {"record": figure.key, "source": figure.source, "says": str(figure.quantity),
            "lower": _number(figure.quantity.lower), "upper": _number(figure.quantity.upper),
            "echoes": list(figure.echoes)}


def _number(value: Fraction | None) -> int | float | None:
    if value is None:
        return None
    return value.numerator if value.denominator == 1 else float(value)


def _text(value: Fraction | None) -> str | None:
    return None if value is None else number_text(value)


def conflicts(found: Iterable[Bounds]) -> tuple[ConflictSet, ...]:
    """Each conflict set once, smallest first."""
    sets = dict.fromkeys(c for b in found for c in b.conflicts)
    return tuple(sorted(sets, key=lambda c: (len(c.figures), [f.key for f in c.figures])))
