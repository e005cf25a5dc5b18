"""The desk that stays open: a case whose folds are made once for each of its states, and cleared before they are shown.

A state is (audit head, case.toml, today, at, known_by): whatever is added, decided or undone, by whichever process,
makes another head and so another state. Nothing here writes.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, RLock
from typing import TYPE_CHECKING, Any, TypeVar

from reclaim.accounting.assemble import Assembly
from reclaim.desk import clock
from reclaim.desk.accounts import Accounts, accounts
from reclaim.desk.assembled import assembled
from reclaim.desk.case import Case, KnownBy, open_case
from reclaim.desk.claims import Claims, claims
from reclaim.desk.dossier import of_item
from reclaim.desk.findings import findings
from reclaim.desk.tables import table
from reclaim.model.bounds import Bounds
from reclaim.model.brief import Brief, Section, Text
from reclaim.model.dossier import Dossier
from reclaim.model.errors import UsageError
from reclaim.model.findings import Findings
from reclaim.model.item import Item
from reclaim.model.table import Table
from reclaim.model.verdict import Verdict
from reclaim.model.when import BadDate
from reclaim.output.brief import sections
from reclaim.output.brief.answer import answer
from reclaim.output.brief.dossier import compose_dossier
from reclaim.output.redact import clear, redacted
from reclaim.output.sieved import Sieve

if TYPE_CHECKING:
    from reclaim.desk.trace import Tracing

T = TypeVar("T")

STATES_KEPT = 4
"""So many states are kept: the present one, and a few dates that somebody looks back to."""

_PARTS: dict[str, Callable[[Findings], Section]] = {
    "retrieval": sections.retrieval, "stock": sections.stock, "places": sections.places, "claims": sections.claims,
    "registers": sections.registers, "bounds": sections.bounds, "limits": sections.limits}


@dataclass(frozen=True, slots=True)
class Shown:
    """Folded values on their way to a page."""

    value: Any


@redacted.register
def _(value: Shown) -> tuple[Shown, list[str]]:
    sieve = Sieve()
    return Shown(sieve.value(value.value)), sieve.lines("the page")


class State:
    """One state of a case, at a date and as known by a date. Each fold is made when it is first asked for."""

    def __init__(self, case: Case, head: str, at: str = "", known_by: str = "") -> None:
        self.case, self.head, self.at, self.known_by = case, head, at, known_by
        self._lock = RLock()
        self._held: dict[str, Any] = {}

    @property
    def assembly(self) -> Assembly:
        """Everything that stands. It is not cleared: what a page takes from it goes through `cleared`."""
        return self._kept("assembly", lambda: assembled(self.case, self.at, self._known_by))

    @property
    def findings(self) -> Findings:
        """All folds of the overview, cleared."""
        return self._kept("findings", lambda: clear(
            findings(self.case, self.at, self._known_by), self.case.handling).value)

    @property
    def claims(self) -> Claims:
        """All verdicts with everything behind them, cleared."""
        return self._kept("claims", lambda: self.cleared(claims(self.case, at=self.at, known_by=self._known_by)))

    @property
    def bounds(self) -> tuple[Bounds, ...]:
        """All bounds with their reasons, cleared."""
        return self._kept("bounds", lambda: self.cleared(self._accounts().bounds))

    @property
    def answer(self) -> tuple[Text, ...]:
        """The answer in sentences."""
        return self._kept("answer", lambda: answer(self.findings))

    def section(self, name: str) -> Section:
        """A part of the brief: retrieval, stock, places, claims, registers, bounds or limits. Raises UsageError."""
        if name not in _PARTS:
            raise UsageError(f"there is no part '{name}'", mend=f"use one of {', '.join(_PARTS)}")
        return self._kept(f"section {name}", lambda: _PARTS[name](self.findings))

    def table(self, name: str) -> Table:
        """A table of the case (`reclaim.desk.tables`), cleared as an export is. Raises UsageError."""
        return self._kept(f"table {name}", lambda: clear(
            table(name, self.case, self.at, self._known_by), self.case.handling).value)

    def verdict(self, claim: str) -> Verdict | None:
        """The verdict on a claim, or on a statement that has none."""
        return next((v for v in self.claims.verdicts if claim in (v.claim or v.statement,)), None)

    def item(self, name: str) -> Item | None:
        """The item that a name means, if it means one."""
        return self.assembly.item_of(name)

    def dossier(self, item: Item) -> tuple[Dossier, Brief]:
        """What is known of an item, cleared, and the document made of it."""
        return self._kept(f"item {item.id}", lambda: self._dossier(item))

    def tracing(self, registers: tuple[str, ...] = ()) -> Tracing:
        """The registers, ready to be searched. Raises UsageError if there is none."""
        from reclaim.desk.trace import prepare

        return self._kept(f"tracing {registers}", lambda: prepare(self.case, registers, few=1))

    def cleared(self, value: T) -> T:
        """A value as it may be shown."""
        shown: T = clear(Shown(value), self.case.handling).value.value
        return shown

    def kept(self, name: str, make: Callable[[], T]) -> T:
        """A value that is made once for this state."""
        return self._kept(f"own {name}", make)

    @property
    def _known_by(self) -> KnownBy:
        return self.known_by or None

    def _accounts(self) -> Accounts:
        return accounts(self.case, at=self.at, known_by=self._known_by, why=True)

    def _dossier(self, item: Item) -> tuple[Dossier, Brief]:
        own = {name for e in item.entries for name in (e.id, e.record.key)}
        bearing = tuple(v for v in self.claims.verdicts
                        if any(p.find in own or own & set(p.stock) for p in v.paths))
        told = of_item(self.case, self.assembly, item, bearing, self.at, self._known_by)
        told = replace(told, notes=self.findings.notes, sources=self.findings.sources, names=self.findings.names)
        cleared = clear(told, self.case.handling)
        return cleared.value, compose_dossier(cleared.value, cleared.marking)

    def _kept(self, name: str, make: Callable[[], T]) -> T:
        with self._lock:
            if name not in self._held:
                self._held[name] = make()
            held: T = self._held[name]
            return held


class Desk:
    """A case folder that is served. It holds no connection; other processes may write to the case meanwhile."""

    def __init__(self, path: str | Path) -> None:
        self._path = Path(path)
        self._states: OrderedDict[tuple[object, ...], State] = OrderedDict()
        self._lock = Lock()
        self.case()

    def case(self) -> Case:
        """The case, opened anew. Raises CaseMissing, CaseDamaged, CaseNewer, InputError."""
        return open_case(self._path)

    def state(self, at: str = "", known_by: str = "") -> State:
        """The present state, at a date and as known by a date. Raises UsageError if one of them is no date."""
        _check(at, known_by)
        case = self.case()
        head = case.head()
        key = (head, repr(case.settings), clock.now().date(), at, known_by)
        with self._lock:
            found = self._states.pop(key, None) or State(case, head, at, known_by)
            self._states[key] = found
            while len(self._states) > STATES_KEPT:
                self._states.popitem(last=False)
        return found

    def warm(self) -> None:
        """Make the folds of the first pages, so that nobody waits for them."""
        state = self.state()
        for part in ("retrieval", "stock", "places", "limits", "claims", "bounds"):
            state.section(part)
        _ = state.answer, state.claims, state.bounds


def _check(at: str, known_by: str) -> None:
    from reclaim.model.when import When

    clock.until(known_by)
    try:
        When.parse(at)
    except BadDate as error:
        raise UsageError(str(error)) from None
