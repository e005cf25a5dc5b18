"""All figures and minimum counts of a case, gathered into one system."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.constraints import Book, book, by_account
from reclaim.accounting.holders import Holders
from reclaim.accounting.linking import System, link
from reclaim.accounting.origins import Origin
from reclaim.accounting.questions import Question, asked_accounts
from reclaim.accounting.sums import EventSums, event_sums
from reclaim.model.bounds import Account, Figure, Slip
from reclaim.model.quantity import Words


@dataclass(frozen=True, slots=True)
class Gathered:
    """All figures and minimum counts of a case, with the system that they make."""

    figures: dict[str, Figure]
    origins: dict[str, frozenset[Origin]]
    slips: dict[Account, tuple[Slip, ...]]
    scopes: dict[tuple[str, str], str]
    alike: dict[Account, list[Figure]]
    by_account: dict[Account, list[Figure]]
    system: System
    events: EventSums

    def scope(self, account: Account) -> str:
        """The account's scope in the words of its first record."""
        return self.scopes.get((account.scope, account.place), account.scope)

    def beside(self, account: Account) -> tuple[Figure, ...]:
        """Figures of the same holder, type, kind and counts whose scope, place, date or unit differ."""
        return tuple(f for f in self.alike.get(_bare(account), ()) if f.account != account)

    def count_beside(self, account: Account) -> int:
        """How many figures `beside` has."""
        return len(self.alike.get(_bare(account), ())) - len(self.by_account.get(account, ()))


def gather(assembly: Assembly, question: Question, words: Words | None = None, events: EventSums | None = None
           ) -> Gathered:
    """The figures of a case and the accounts that a question names. With `words` each figure is read by that table;
    `events` are the minimum counts of the same question, which no table of words changes, if they were made already."""
    holders = Holders(assembly.parties)
    figures: Book = book(assembly, words)
    asked = asked_accounts(question, assembly, [f.account for f in figures.figures])
    events = events or event_sums(assembly, holders, asked_accounts(question, assembly, (), recorded=True))
    system = link(figures, assembly.types, holders, asked)
    together = {*system.accounts, *(a for row in events.rows for a, _ in row.terms)}
    joined = System(tuple(sorted(together, key=lambda a: a.sort_key)), system.rows + events.rows)
    every = (*figures.figures, *events.figures)
    alike: dict[Account, list[Figure]] = defaultdict(list)
    for figure in sorted(every, key=lambda f: (f.account.sort_key, f.key, f.id)):
        alike[_bare(figure.account)].append(figure)
    return Gathered({f.id: f for f in every}, figures.origins | events.origins, figures.slips, figures.scopes,
                    dict(alike), by_account(every), joined, events)


def _bare(account: Account) -> Account:
    """The account without what must be equal for figures to be compared: scope, date, unit."""
    return Account(account.holder, account.type, account.kinds, account.counts)
