"""How a first look at a case is drawn: figures side by side, and where things turned up."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.markup import escape

from reclaim.cli import show
from reclaim.cli.retrieval import matters
from reclaim.model.claim import CONTROL
from reclaim.model.verdict import VerdictWord

if TYPE_CHECKING:
    from reclaim.desk.overview import Overview
    from reclaim.model.line import StockLine
    from reclaim.model.overview import CountryRow, SideBySide

# The kinds of count that a first look shows, in this order; the rest is counted and left to `reclaim accounts`.
FIRST_KINDS = ("funded", "delivered", "on_hand", "left", "captured", "disabled", "flown_abroad")
CLAIMS_SHOWN = 12
GROUPS_OF_A_KIND = 3
FIGURES_OF_A_GROUP = 4


def draw(found: Overview) -> None:
    """Print the first look."""
    what_was_left(found.figures)
    where_it_turned_up(found.countries)
    what_is_claimed(found)
    what_came_back(found)


def what_was_left(groups: tuple[SideBySide, ...]) -> None:
    """Stated figures by kind of count and source, side by side; of each kind the groups with most sources."""
    from rich import box
    from rich.table import Table

    drawn = Table(title="What was supplied and left: stated figures, never one total", title_justify="left",
                  title_style="bold", box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name, justify in (("of what, with whom", "left"), ("number", "right"), ("as of", "left"),
                          ("who says so", "left"), ("what it counts", "left")):
        drawn.add_column(name, justify="right" if justify == "right" else "left", overflow="fold")
    shown = 0
    for kind in FIRST_KINDS:
        chosen = _most_telling([g for g in groups if g.kind == kind and g.counts == "items"])
        shown += len(chosen)
        if len(chosen) > 0:
            drawn.add_section()
            drawn.add_row(f"[bold]{kind.replace('_', ' ')}[/bold]")
        for group in chosen:
            for row in _rows(group):
                drawn.add_row(*row)
    show.console().print(drawn)
    show.say(f"{shown} of {len(groups)} groups of figures. ≠: two figures of one scope and date cannot both be true. "
             "Kinds are never summed.\n")


def what_is_claimed(found: Overview) -> None:
    """Claims of who holds or lost what, strongest records first, and the count of all verdicts."""
    order = [str(w) for w in VerdictWord]
    control = sorted((v for v in found.verdicts if v.form in CONTROL),
                     key=lambda v: (order.index(v.verdict), v.at, v.claim))
    rows = [(v.claim, v.at, f"{v.speaker or found.assembly.parties.name(v.party)}: {v.proposition}",
             str(v.verdict).replace("_", " "), v.weakest.replace(";", "\n")) for v in control[:CLAIMS_SHOWN]]
    counted = Counter(str(v.verdict).replace("_", " ") for v in found.verdicts)
    told = ", ".join(f"{counted[w]} {w}" for w in (o.replace("_", " ") for o in order) if counted[w] > 0)
    if len(rows) > 0:
        show.table(("claim", "at", "who claims what", "verdict", "weakest slot"), rows,
                   title="What parties claim of what they hold or lost", note=found.basis)
    if told != "":
        show.say(f"All {len(found.verdicts)} coded claims: {told}. Untested is not support.\n")


def what_came_back(found: Overview) -> None:
    """What was asked back, agreed, returned, and is still out."""
    if len(found.matters) == 0:
        show.say("No step of a retrieval is on record.\n")
        return
    matters(found.matters, found.assembly, title="What was asked back, and what came back")


def _most_telling(groups: list[SideBySide]) -> list[SideBySide]:
    """The groups with most figures; of equals, those whose type has most under it."""
    def weight(group: SideBySide) -> tuple[int, int]:
        return (-min(group.origins, 2), -group.under)
    return sorted(groups, key=weight)[:GROUPS_OF_A_KIND]


def _rows(group: SideBySide) -> list[tuple[str, ...]]:
    head = escape(", ".join(p for p in (group.type_name, group.holder_name) if p != ""))
    rows: list[tuple[str, ...]] = []
    for place, figure in enumerate(group.figures[:FIGURES_OF_A_GROUP]):
        unequal = "≠ " if group.disagree else ""
        rows.append((head if place == 0 else "", f"{unequal}{figure.line.quantity}", _as_of(figure.line),
                     escape(figure.stated_by), escape(figure.line.scope_words)))
    if len(group.figures) > FIGURES_OF_A_GROUP:
        rows.append(("", f"and {len(group.figures) - FIGURES_OF_A_GROUP} more", "", "", ""))
    return rows


def _as_of(line: StockLine) -> str:
    return f"{line.as_of} to {line.as_of_to}" if line.as_of_to.known else str(line.as_of)


def where_it_turned_up(countries: tuple[CountryRow, ...]) -> None:
    """Events by country, span and strength."""
    strengths = [s for s, _ in countries[0].by_strength] if len(countries) > 0 else []
    rows = [(c.country, len(c.events), *(n or "" for _, n in c.by_strength), c.origins, _span(c)) for c in countries]
    show.table(("country", "events", *strengths, "origins shown apart", "first … last"), rows,
               title="Where it turned up", right=("events", *strengths, "origins shown apart"),
               note="Coverage is what was reported; it is no sample of anything. An echo is not a second source.")
    strongest = [(str(t.event.date), str(t.event.place), t.what, t.strength, t.source) for c in countries
                 for t in c.events if t.strength.startswith("serials")]
    if len(strongest) > 0:
        show.table(("date", "place", "what", "strength", "source"), strongest, title="… known by serial number")


def _span(row: CountryRow) -> str:
    dated = [t.event.date for t in row.events if t.event.date.known]
    if len(dated) == 0:
        return "date unknown"
    first, last = dated[0], dated[-1]
    return str(first) if first == last else f"{first} … {last}"
