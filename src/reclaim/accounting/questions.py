"""What is asked: which accounts a question means, and those that stand unstated between stated ones."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.sums import RECORDED, event_account
from reclaim.model.bounds import Account
from reclaim.model.quantity import CountKind
from reclaim.model.when import When


@dataclass(frozen=True, slots=True)
class Question:
    """Any of holder, type, kind and date; what is empty is not asked for. Holder and type are names or ids.

    With a date, accounts of earlier dates fit too, for that is how the world stood; certainly later ones do not.
    """

    holder: str = ""
    type: str = ""
    kind: CountKind | None = None
    at: When | None = None

    def account(self, assembly: Assembly) -> Account:
        """The account of the question itself, for the answer that nothing is known."""
        at = self.at or When.unknown()
        return Account(assembly.parties.resolve(self.holder), assembly.types.resolve(self.type) if self.type else "",
                       () if self.kind is None else (self.kind,), since=at.lo, until=at.hi)

    def unmet(self, found: Iterable[Account]) -> bool:
        """Whether one account is asked for by holder, type, kind and date, and none that is found is of that date."""
        at = self.at
        if at is None or self.kind is None or "" in (self.holder, self.type):
            return False
        return not any(a.when.known and at.overlaps(a.when) for a in found)


def fits(account: Account, question: Question, assembly: Assembly) -> bool:
    """Whether an account is one that is asked for. An undated account fits every date."""
    if question.holder != "" and account.holder != assembly.parties.resolve(question.holder):
        return False
    if question.type != "" and account.type != assembly.types.resolve(question.type):
        return False
    if question.kind is not None and question.kind not in account.kinds:
        return False
    return question.at is None or not question.at.certainly_before(account.when)


def asked_accounts(question: Question, assembly: Assembly, stated: Iterable[Account], *, recorded: bool = False
                   ) -> set[Account]:
    """Accounts that nobody states but that the question names, wherever something stated may bear on them.

    For each stated account: the same with the holder, type or kind that is asked for, if at least two of them are;
    a broader question is answered by what is stated. With `recorded` the account of recorded events, which takes in
    the parts of the holder and the types under the type.
    """
    holder = assembly.parties.resolve(question.holder)
    type_ = assembly.types.resolve(question.type) if question.type != "" else ""
    if recorded:
        named = holder != "" and type_ != "" and question.kind is not None
        return {event_account(holder, type_, question.kind, RECORDED)} if named and question.kind is not None else set()
    if (holder != "") + (type_ != "") + (question.kind is not None) < 2:
        return set()
    found = set()
    for account in stated:
        kinds = account.kinds if question.kind is None or question.kind in account.kinds else (question.kind,)
        near = replace(account, holder=holder or account.holder, type=type_ or account.type, kinds=kinds)
        if _related(account, near, assembly):
            found.add(near)
    return found


def _related(stated: Account, asked: Account, assembly: Assembly) -> bool:
    """Whether a link may lead from one to the other: types in one line of descent, holders one in the other."""
    types = stated.type == asked.type or assembly.types.may_be(stated.type, asked.type)
    holders = stated.holder == asked.holder or any(
        a in assembly.parties.parties and _under(a, b, assembly) for a, b in (
            (stated.holder, asked.holder), (asked.holder, stated.holder)))
    return types and holders


def _under(part: str, whole: str, assembly: Assembly) -> bool:
    seen, waiting = set[str](), [part]
    while len(waiting) > 0:
        party = assembly.parties.parties.get(waiting.pop())
        for name in () if party is None else party.part_of:
            found = assembly.parties.resolve(name)
            if found == whole:
                return True
            if found not in seen:
                seen.add(found)
                waiting.append(found)
    return False
