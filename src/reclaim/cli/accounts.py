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
    from reclaim.desk.accounts import conflicts

    show.table(("holder", "type", "kind", "scope", "at", "lower", "upper", "set by", "note"),
               (_row(b, found) for b in found.bounds), right=("lower", "upper"))
    sets = conflicts(found.bounds)
    if len(sets) > 0:
        show.say(f"{show.plural(len(sets), 'set')} of figures cannot all be true; each becomes possible when any one "
                 "of its figures is dropped:")
        for n, found_set in enumerate(sets, 1):
            _draw_set(n, found_set)
    if why:
        _draw_why(found)


def _row(b: Bounds, found: Accounts) -> tuple[str, ...]:
    account, assembly = b.account, found.assembly
    unit = "" if account.counts == "items" else f" ({account.counts})"
    sources = sorted({*b.lower_sources, *b.upper_sources})
    by = ", ".join(sources) + (f" [{show.plural(b.origins, 'origin')}]" if len(sources) > 1 else "")
    links = f"; by {', '.join(b.identities)}" if len(b.identities) > 0 else ""
    return (assembly.parties.name(account.holder), assembly.types.name(account.type), account.kind + unit,
            account.scope, account.at, _lower(b.range), _upper(b.range), by + links, b.note)


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
        rows += [(name, f"without {w.source}", _lower(w.range), _upper(w.range)) for w in b.without]
        if b.wide is not None and b.wide != b.range:
            rows.append((name, "with “about” twice as wide", _lower(b.wide), _upper(b.wide)))
    if len(rows) > 0:
        show.table(("account", "what changes", "lower", "upper"), rows, right=("lower", "upper"))


def _lower(found: Range) -> str:
    return "infeasible" if not found.possible else _number(found.lower)


def _upper(found: Range) -> str:
    return "" if not found.possible else "unknown" if found.upper is None else _number(found.upper)


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
