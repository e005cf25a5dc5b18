"""The desk that stays open: a case whose folds are made once for each of its states, and cleared before they are shown.

A state is (audit head, case.toml, today, at, known_by): whatever is added, decided or undone, by whichever process,
makes another head and so another state. Nothing here writes.
"""

from __future__ import annotations

import gc
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock, RLock, Thread
from typing import TYPE_CHECKING, Any, TypeVar

from reclaim.accounting.answering import Answering
from reclaim.accounting.assemble import Assembly
from reclaim.accounting.bounds import accounts
from reclaim.accounting.claims.evidence import Evidence
from reclaim.accounting.claims.fold import verdicts
from reclaim.accounting.claims.recalled import Recalled
from reclaim.accounting.gathering import gather
from reclaim.accounting.less import Less
from reclaim.accounting.minimum import Everything, everything
from reclaim.accounting.questions import Question
from reclaim.desk import clock
from reclaim.desk.accounts import recovered
from reclaim.desk.assembled import assembled
from reclaim.desk.case import Case, Known, KnownBy, open_case
from reclaim.desk.claims import Claims, held_and_accepted, looked_into
from reclaim.desk.discrepancies import discrepancies
from reclaim.desk.dossier import Around, of_item
from reclaim.desk.dropped import Change, dropped
from reclaim.desk.findings import of_folds
from reclaim.desk.memory import Memory
from reclaim.desk.readings import case_finds, finds_of
from reclaim.desk.tables import table
from reclaim.desk.weighed import weighed
from reclaim.model.bounds import Bounds
from reclaim.model.brief import Brief, Section, Text
from reclaim.model.dossier import Dossier
from reclaim.model.errors import UsageError
from reclaim.model.findings import Findings
from reclaim.model.item import Entry, Item
from reclaim.model.table import Table
from reclaim.model.verdict import Verdict
from reclaim.model.when import BadDate
from reclaim.output.brief import sections
from reclaim.output.brief.answer import answer
from reclaim.output.brief.bounds import bounds as bounds_part
from reclaim.output.brief.claims import claims as claims_part
from reclaim.output.brief.dossier import compose_dossier
from reclaim.output.redact import clear, redacted
from reclaim.output.sieved import Sieve

if TYPE_CHECKING:
    from reclaim.desk.finds import Find
    from reclaim.desk.leaning import Leaning
    from reclaim.desk.trace import Tracing

T = TypeVar("T")

STATES_KEPT = 4
"""So many states are kept: the present one, and a few dates that somebody looks back to."""

WARM_TABLES = ("items", "events", "claims", "stock")
"""Tables that pages and the search need, made with the folds."""

PATHS_KEPT = 60
"""So many paths that bear on a claim are kept for its page, the strongest, and as many that do not; `reclaim claims CASE
CLAIM --why --json` has all. Which records bear on it, and how many paths, is known of all."""

_PARTS: dict[str, Callable[[Findings], Section]] = {
    "retrieval": sections.retrieval, "stock": sections.stock, "places": sections.places, "claims": claims_part,
    "registers": sections.registers, "bounds": bounds_part, "limits": sections.limits}


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

    def __init__(self, case: Case, head: str, at: str = "", known_by: str = "", memory: Memory | None = None) -> None:
        """`memory` is what the folds of earlier states left, and is left to those of later ones."""
        self.case, self.head, self.at, self.known_by = case, head, at, known_by
        self._memory, self._keeps = memory or Memory(), memory is not None
        self._lock, self._folding = Lock(), Lock()
        self._locks: dict[str, RLock] = defaultdict(RLock)
        self._held: dict[str, Any] = {}
        self._folded = False

    @property
    def assembly(self) -> Assembly:
        """Everything that stands. It is not cleared: what a page takes from it goes through `cleared`."""
        return self._kept("assembly", lambda: weighed(self.case, self.at, self._known_by, plain=self._plain,
                                                      finds=self._finds, known=self._known))

    @property
    def findings(self) -> Findings:
        """All folds of the overview, cleared; the findings of the books stand in `section("registers")` alone."""
        return self._kept("findings", self._clear_findings)

    def _clear_findings(self) -> Findings:
        found = of_folds(self.case, self.assembly, (), self._bounds, (), self.at, self._known_by, self.head,
                         self._everything)
        return replace(clear(found, self.case.handling).value,
                       verdicts=self._memory.shown.of(self._verdicts, self.cleared))

    @property
    def claims(self) -> Claims:
        """All verdicts, each with the strongest of its paths, cleared with the findings."""
        basis = held_and_accepted(self.case, self._known_by)
        return self._kept("claims", lambda: replace(
            self.cleared(Claims((), basis, self.assembly.problems)), verdicts=self.findings.verdicts))

    @property
    def bounds(self) -> tuple[Bounds, ...]:
        """All bounds with their reasons, cleared with the findings."""
        return self._kept("bounds", lambda: (*self.findings.bounds, *self.cleared(self._recovered)))

    def without(self, source: str) -> tuple[Change, ...]:
        """What changes of the accounts without a source, by its short name, cleared."""
        return self._kept(f"without {source}", lambda: self.cleared(dropped(
            self.case, self._answering, (source, self.findings.sources[source].id),
            (*self._bounds, *self._recovered), self.at, self._known_by, self._less, self._finds, self._known)))

    @property
    def leaning(self) -> dict[str, tuple[Leaning, ...]]:
        """What leans on each record, by its key, cleared."""
        from reclaim.desk.leaning import leaning

        return self._kept("leaning", lambda: self.cleared(leaning(self)))

    @property
    def finds(self) -> tuple[Find, ...]:
        """The case's own lines whose marks can be traced, cleared."""
        from reclaim.desk.finds import finds

        return self._kept("finds", lambda: self.cleared(finds(self.case, self._finds)))

    @property
    def answer(self) -> tuple[Text, ...]:
        """The answer in sentences."""
        return self._kept("answer", lambda: answer(self.findings))

    def written(self) -> Known:
        """All records and decisions that the case holds now, which may be more than this state folded."""
        return self._kept(f"written {self.case.head()}", self.case.known)

    def section(self, name: str) -> Section:
        """A part of the brief: retrieval, stock, places, claims, registers, bounds or limits. Raises UsageError."""
        if name not in _PARTS:
            raise UsageError(f"there is no part '{name}'", mend=f"use one of {', '.join(_PARTS)}")
        return self._kept(f"section {name}", lambda: _PARTS[name](
            replace(self.findings, discrepancies=discrepancies(self.case)) if name == "registers" else self.findings))

    def table(self, name: str) -> Table:
        """A table of the case (`reclaim.desk.tables`), cleared as an export is. Raises UsageError."""
        return self._kept(f"table {name}", lambda: clear(
            table(name, self.case, self.at, self._known_by, self._plain), self.case.handling).value)

    def verdict(self, claim: str) -> Verdict | None:
        """The verdict on a claim, or on a statement that has none."""
        return next((v for v in self.claims.verdicts if claim in (v.claim or v.statement,)), None)

    def item(self, name: str) -> Item | None:
        """The item that a name means, if it means one."""
        by_id = self._kept("items by id", lambda: {i.id: i for i in self.assembly.items})
        return by_id.get(name) or self.assembly.item_of(name)

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

    @property
    def folded(self) -> bool:
        """Whether a page can be shown without folding anything first."""
        return self._folded

    def fold(self) -> None:
        """Make the folds that most pages need. They are made once, however many ask."""
        from reclaim.desk.search import hits
        from reclaim.desk.sourcewords import index

        with self._folding:
            if not self._folded:
                for part in ("retrieval", "stock", "places", "limits", "claims", "bounds"):
                    self.section(part)
                for name in WARM_TABLES:
                    self.table(name)
                _ = self.answer, self.claims, self.bounds, self.leaning, self._around, self.written(), hits(self)
                _ = self.finds, self._less
                index(self.case)
                self._folded = True

    @property
    def _plain(self) -> Assembly:
        """What stands, without what a search of registers makes of it."""
        return self._kept("plain", lambda: assembled(self.case, self.at, self._known_by, known=self._known))

    @property
    def _known(self) -> Known:
        """The records and decisions that are folded."""
        return self._kept("known", lambda: self.case.known(self._known_by))

    @property
    def _finds(self) -> list[Entry]:
        """What turned up with a mark, of all dates."""
        now = self.at == "" and self.known_by == ""
        return self._kept("all finds", lambda: finds_of(self._plain) if now else case_finds(self.case))

    @property
    def _evidence(self) -> Evidence:
        return self._kept("evidence", lambda: looked_into(self.case, self.assembly))

    @property
    def _verdicts(self) -> tuple[Verdict, ...]:
        return self._kept("verdicts", self._judge)

    def _judge(self) -> tuple[Verdict, ...]:
        found = verdicts(self._evidence, most=PATHS_KEPT, recalled=self._memory.paths if self._keeps else None)
        if self._keeps:
            self._memory.paths, self._evidence.recalled = self._evidence.recalled, Recalled()
        return self._memory.same(found)

    @property
    def _around(self) -> Around:
        """What is the same for every dossier; what it says of records is cleared already."""
        return self._kept("around", lambda: replace(Around.of(self.case, self.assembly, self._finds), notes=self.findings.notes,
                                                    sources=self.findings.sources, names=self.findings.names))

    @property
    def _bounds(self) -> tuple[Bounds, ...]:
        return self._kept("raw bounds", self._account)

    def _account(self) -> tuple[Bounds, ...]:
        found = accounts(self.assembly, words=self.case.words, why=True, answering=self._answering)
        self._answering.settle()
        if self._keeps:
            self._memory.answering = self._answering
        return found

    @property
    def _answering(self) -> Answering:
        """The figures of the case in pieces, ready to answer; pieces that an earlier state held are solved already."""
        return self._kept("answering", lambda: Answering(gather(self.assembly, Question()), self.assembly,
                                                         self._memory.answering))

    @property
    def _recovered(self) -> tuple[Bounds, ...]:
        return self._kept("recovered", lambda: recovered(self.assembly, self._everything))

    @property
    def _less(self) -> Less:
        return self._kept("less", lambda: Less(self.assembly, self._everything, self._known[0], self.case.chain_exact))

    @property
    def _everything(self) -> Everything:
        """What minimum counts are made among."""
        return self._kept("everything", lambda: everything(self.assembly))

    def _dossier(self, item: Item) -> tuple[Dossier, Brief]:
        own = {e.record.key for e in item.entries}
        bearing = tuple(v for v in self.claims.verdicts if not own.isdisjoint(v.records))
        around = self._around
        told = of_item(self.case, self.assembly, item, (), self.at, self._known_by,
                       replace(around, names={}, notes={}, sources={}))
        cleared = clear(told, self.case.handling)
        # The verdicts on it and what is the same for every item were cleared with the folds.
        shown = replace(cleared.value, verdicts=bearing, names=around.names, notes=around.notes, sources=around.sources)
        return shown, compose_dossier(shown, cleared.marking)

    def _kept(self, name: str, make: Callable[[], T]) -> T:
        # Each under a lock of its own: a page need not wait for folds that it does not ask for.
        with self._lock:
            own = self._locks[name]
        with own:
            if name not in self._held:
                self._held[name] = make()
            held: T = self._held[name]
            return held


class Desk:
    """A case folder that is served. It holds no connection; other processes may write to the case meanwhile."""

    def __init__(self, path: str | Path, patience: float | None = None) -> None:
        """`patience`: how many seconds a page waits for new folds after somebody wrote, before it is shown as the case
        stood before; None waits until they are made."""
        self._path, self._patience = Path(path), patience
        self._states: OrderedDict[tuple[object, ...], State] = OrderedDict()
        self._memory = Memory()
        self._lock = Lock()
        self._last: State | None = None
        self._worker: Thread | None = None
        self.case()

    def case(self) -> Case:
        """The case, opened anew. Raises CaseMissing, CaseDamaged, CaseNewer, InputError."""
        return open_case(self._path)

    def state(self, at: str = "", known_by: str = "") -> State:
        """The present state, at a date and as known by a date; with `patience`, the last one that was folded, until the
        present one is. Raises UsageError if one of them is no date."""
        _check(at, known_by)
        found = self._present(at, known_by)
        if self._patience is None or at != "" or known_by != "" or self._last is None or found.folded:
            return found
        worker = self._fold_beside(found)
        worker.join(self._patience)
        return found if found.folded else self._last

    def behind(self, state: State) -> bool:
        """Whether a state shows the case as it stood before the last entry of its audit log."""
        return self._patience is not None and state.case.head() != state.head

    def _fold_beside(self, state: State) -> Thread:
        """Fold a state while pages go on. One is folded at a time; what was written meanwhile comes next."""
        with self._lock:
            if self._worker is None or not self._worker.is_alive():
                self._worker = Thread(target=self._fold, args=(state,), daemon=True)
                self._worker.start()
            return self._worker

    def _fold(self, state: State) -> None:
        with _undisturbed():
            state.fold()
        before, self._last = self._last, state
        with self._lock:
            # Nobody asks for the case as it stood before: what was folded of it can go.
            for key in [k for k, s in self._states.items() if s is before and s is not state]:
                del self._states[key]

    def _present(self, at: str, known_by: str) -> State:
        case = self.case()
        head = case.head()
        key = (head, repr(case.settings), clock.now().date(), at, known_by)
        with self._lock:
            present = at == "" and known_by == ""
            found = self._states.pop(key, None) or State(case, head, at, known_by, self._memory if present else None)
            self._states[key] = found
            while len(self._states) > STATES_KEPT:
                self._states.popitem(last=False)
        return found

    def warm(self) -> None:
        """Make ready what the first pages need, so that nobody waits for it: the registers, then the folds."""
        from reclaim.desk.register import registers, show
        from reclaim.desk.register_page import laid_out

        state = self._present("", "")
        for register in registers(state.case):
            latest = register.latest()
            if latest is not None:
                show(state.case, register.name)
                laid_out(state.case, latest)
        self._fold(state)


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Folds are millions of objects that stay, and hold no circles: looking through them for garbage, while they are made
    or later, would hold pages up for seconds."""
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


def _check(at: str, known_by: str) -> None:
    from reclaim.model.when import When

    clock.until(known_by)
    try:
        When.parse(at)
    except BadDate as error:
        raise UsageError(str(error)) from None
