"""`reclaim accounts CASE`"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, At, CaseFolder, KnownBy

if TYPE_CHECKING:
    from fractions import Fraction

    from reclaim.accounting.estimates import Refusal
    from reclaim.desk.accounts import Accounts
    from reclaim.model.bounds import Bounds, ConflictSet, Range


def accounts(
    case: CaseFolder,
    holder: Annotated[str, typer.Option("--holder", metavar="PARTY", show_default=False,
                                        help="Only what this party holds, lost or took.")] = "",
    type_: Annotated[str, typer.Option("--type", metavar="TYPE", show_default=False,
                                       help="Only this type of thing.")] = "",
    kind: Annotated[str, typer.Option("--kind", metavar="KIND", show_default=False,
                                      help="Only this kind of count: delivered, on_hand, left, recovered ...")] = "",
    at: At = "",
    known_by: KnownBy = "",
    why: Annotated[bool, typer.Option("--why", help="What each bound is without each source; what conflicts.")] = False,
    estimate: Annotated[bool, typer.Option("--estimate", help="Why no estimator is run over these records.")] = False,
    as_json: AsJson = False,
) -> None:
    """What can be said of the whole: bounds by holder, type, kind of count, scope and date.

    Kinds are never added up. An upper bound that nothing sets is unknown; figures that cannot all be true are shown
    as the smallest sets that conflict.

    Example: reclaim accounts my-case --kind on_hand --why
    """
    from reclaim.desk.accounts import accounts as fold
    from reclaim.desk.accounts import estimate as refuse
    from reclaim.desk.accounts import plain
    from reclaim.desk.case import open_case

    if estimate:
        _refuse(refuse(open_case(case), at=at, known_by=known_by), as_json)
        return
    found = fold(open_case(case), holder=holder, type_=type_, kind=kind, at=at, known_by=known_by, why=why)
    show.problems(found.problems)
    if as_json:
        show.document([plain(b, why) for b in found.bounds])
        return
    _draw(found, why)


def _draw(found: Accounts, why: bool) -> None:
    from itertools import groupby

    from reclaim.desk.accounts import conflicts

    name = found.assembly.parties.name
    for (holder, type_), group in groupby(found.bounds, key=lambda b: (b.account.holder, b.account.type)):
        rows = list(group)
        whose = name(holder) if holder != "" else "holder not stated"
        title = f"{whose}: {found.assembly.types.name(type_) if type_ != '' else 'all types'}"
        show.table(("kind", "at", "bounds", "scope", "set by"), map(_row, rows), title=title, right=("bounds",))
        for note in dict.fromkeys(n for b in rows for n in b.note.split("; ") if n not in ("", "infeasible")):
            show.say(f"  {note}")
        show.say()
    sets = conflicts(found.bounds)
    if len(sets) > 0:
        more = "; there may be more" if any(b.more_conflicts for b in found.bounds) else ""
        show.say(f"{show.plural(len(sets), 'set')} of figures cannot all be true{more}; each becomes possible when any "
                 "one of its figures is dropped:")
        for n, found_set in enumerate(sets, 1):
            _draw_set(n, found_set)
    if why:
        _draw_why(found)


def _row(b: Bounds) -> tuple[str, ...]:
    account = b.account
    unit = "" if account.counts == "items" else f" ({account.counts})"
    sources = sorted({*b.lower_sources, *b.upper_sources})
    by = ", ".join(sources) + (f" ({show.plural(b.origins, 'origin')})" if len(sources) > 1 else "")
    links = f"; {'; '.join(b.identities)}" if len(b.identities) > 0 else ""
    return account.kind + unit, _period(account.at), _range(b.range), b.scope, by + links


def _period(at: str) -> str:
    """A period as short as it can be said: 2005-01-01/2021-08-31 is 2005 to 2021-08."""
    from calendar import monthrange

    since, slash, until = at.partition("/")
    if slash == "":
        return at
    since = since.removesuffix("-01").removesuffix("-01")
    if len(until) == 10 and int(until[8:]) == monthrange(int(until[:4]), int(until[5:7]))[1]:
        until = until[:7].removesuffix("-12")
    return f"{since} to {until}".strip()


def _draw_set(n: int, found: ConflictSet) -> None:
    links = f"  (by {', '.join(found.identities)})" if len(found.identities) > 0 else ""
    show.say(f"{n}. {' / '.join(found.sources)}{links}")
    for f in found.figures:
        echoes = f", {show.plural(len(f.echoes), 'echo', 'echoes')}" if len(f.echoes) > 0 else ""
        show.say(f"   {f.key}: {f.quantity} {f.account.kind} ({f.source}{echoes})")


def _draw_why(found: Accounts) -> None:
    rows = []
    for b in found.bounds:
        name = f"{b.account.holder} {b.account.type} {b.account.kind} {b.account.at}".strip()
        rows += [(name, f"without {w.source}", _range(w.range)) for w in b.without]
        if b.wide is not None and b.wide != b.range:
            rows.append((name, "with “about” twice as wide", _range(b.wide)))
        rows += [(name, f"{s.word} beside {s.beside}: {s.key} ({s.source})", str(s.quantity)) for s in b.slips]
        rows += [(name, f"not comparable: {f.scope or 'no scope'}, {f.account.at or 'no date'} ({f.source})",
                  str(f.quantity)) for f in b.beside]
        rows += [(name, f"would settle it: {s}", "") for s in b.settle]
    if len(rows) > 0:
        show.table(("account", "what bears on it", "bounds"), rows, right=("bounds",))


def _range(found: Range) -> str:
    if not found.possible:
        return "infeasible"
    if found.lower == found.upper:
        return _number(found.lower)
    return f"[{_number(found.lower)}, {'unknown' if found.upper is None else _number(found.upper)}]"


def _number(value: Fraction | None) -> str:
    from reclaim.model.quantity import group_digits, number_text

    return "" if value is None else group_digits(number_text(value))


def _refuse(found: tuple[Refusal, ...], as_json: bool) -> None:
    if as_json:
        show.document(show.plain(found))
        return
    show.say("No estimate is made. What is tempting here, and why it does not hold:")
    for r in found:
        show.say(f"\n{r.name} (also: {', '.join(r.also)}): refused\n  {r.reason}.\n  Here: {r.here}.\n"
                 f"  Instead: {r.instead}.")
