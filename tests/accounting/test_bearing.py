"""Which events bear on an account: looked up, and asked one by one, on the shipped case and the invented one."""

from __future__ import annotations

from pathlib import Path

import pytest

from reclaim.accounting.holders import Holders
from reclaim.accounting.sums import _RECOVERIES, Bearing, Listed, _accounts, kind_of, listed
from reclaim.desk.assembled import assembled
from reclaim.desk.demo import CASES, build, shipped
from reclaim.model.bounds import Account
from reclaim.model.event import EventKind
from reclaim.model.quantity import CountKind

INVENTED = Path(__file__).parent.parent / "cases" / "invented"


def bears(found: Listed, account: Account, holders: Holders) -> bool:
    """The rule, for one event and one account."""
    event, kind = found.event, account.kinds[0]
    recovered = kind is CountKind.RECOVERED and event.kind in _RECOVERIES
    if len(account.kinds) != 1 or not (kind_of(event.kind) is kind or recovered):
        return False
    if event.kind is EventKind.INVENTORIED and (account.since, account.until) != (event.date.lo, event.date.hi):
        return False
    return any(holder == account.holder or holders.is_part(holder, account.holder, event.date)
               for holder, scope in found.sides if scope == account.scope)


@pytest.mark.parametrize("source", [CASES / shipped()[0], INVENTED], ids=["shipped", "invented"])
def test_what_is_looked_up_is_what_the_rule_says(source: Path, tmp_path: Path) -> None:
    assembly = assembled(build(source, tmp_path / "case")[0])
    events, holders = listed(assembly), Holders(assembly.parties)
    bearing, met = Bearing(events, holders), 0
    wholes = {w for e in events for h, _ in e.sides for w in holders.above(h)}
    accounts = _accounts(events)
    accounts |= {Account(w, a.type, (kind,), scope=a.scope, since=a.since, until=a.until, apart=a.apart)
                 for a in list(accounts)[:40] for w in (*sorted(wholes)[:10], a.holder)
                 for kind in (a.kinds[0], CountKind.RECOVERED)}
    for account in accounts:
        expected = [e for e in events if bears(e, account, holders)]
        assert bearing.events(account) == expected
        met += len(expected)
    assert met > len(accounts) / 4
