"""The answer first: what the records say of the case's questions, in sentences computed from them."""

from __future__ import annotations

from collections import Counter

from reclaim.model.brief import Run, Text
from reclaim.model.claim import CONTROL
from reclaim.model.findings import Findings
from reclaim.model.overview import SideBySide
from reclaim.model.retrieval import Matter
from reclaim.model.verdict import Verdict, VerdictWord


def answer(found: Findings) -> tuple[Text, ...]:
    """Six sentences at most; a question that the records do not touch is said to be open."""
    lines = [_returned(found), *_recovered(found), _turned_up(found), _left(found), _claims(found),
             _conflicts(found)]
    kept = tuple(line for line in lines if len(line) > 0)
    return kept if len(kept) > 0 else ((Run("The case holds no record yet, so it answers nothing."),),)


def _said(words: str, keys: tuple[str, ...]) -> Text:
    return (Run(f"{words[:1].upper()}{words[1:]}".rstrip("."), keys), Run("."))


def _returned(found: Findings) -> Text:
    """What was asked back and what came back, by the number of matters; no sum over unlike things."""
    if len(found.matters) == 0:
        return ()
    taken = {step: [m for m in found.matters if any(r.step == step for r in m.rows)]
             for step in ("demanded", "agreed", "handed_over", "returned")}
    back, asked = taken["returned"], taken["demanded"]
    runs = [Run(f"Of {_many(len(found.matters), 'set')} of things on record as located or asked back, "),
            Run(f"{len(asked)} {'is' if len(asked) == 1 else 'are'} demanded", _steps(asked, "demanded")), Run(", "),
            Run(f"{len(taken['agreed'])} agreed on", _steps(taken["agreed"], "agreed")), Run(", and "),
            Run(f"{_none(len(back))} {'is' if len(back) < 2 else 'are'} recorded as returned",
                _steps(back, "returned"))]
    if len(back) > 0:
        runs.append(Run(f" ({'; '.join(_back(found, m) for m in back)})"))
    return (*runs, Run("."))


def _back(found: Findings, matter: Matter) -> str:
    row = next(r for r in matter.rows if r.step == "returned")
    upper = "unknown" if row.upper is None else f"{row.upper:,}"
    name = found.title_of(matter.scope or matter.item)
    number = f"{row.lower:,}" if row.lower == row.upper else f"at least {row.lower:,}, at most {upper}"
    return f"{name}, with {found.name(matter.holder)}: {number}"


def _steps(matters: list[Matter], step: str) -> tuple[str, ...]:
    return tuple(key for m in matters for r in m.rows if r.step == step for key in r.records)


def _none(count: int) -> str:
    return "none" if count == 0 else f"{count:,}"


def _recovered(found: Findings) -> list[Text]:
    best = sorted(found.minimum, key=lambda m: -m.number)[:1]
    return [_said(m.sentence, m.keys) for m in best if m.number > 0]


def _turned_up(found: Findings) -> Text:
    events = [t for c in found.countries for t in c.events]
    if len(events) == 0:
        return ()
    serials = [t for t in events if t.strength.startswith("serials")]
    words = (f"{_many(len(events), 'event')} in {_many(len(found.countries), 'country', 'countries')} "
             f"{'is' if len(events) == 1 else 'are'} on record in which such things turned up; ")
    rest = f"{len(serials)} of them {'rests' if len(serials) == 1 else 'rest'} on serial numbers"
    return (Run(words), Run(rest, tuple(t.key for t in serials)),
            Run(". This is what was reported, no sample of what happened."))


def _left(found: Findings) -> Text:
    """Of the kind `left`, the widest group of items with several figures: its figures side by side."""
    left = [g for g in found.figures if g.kind == "left" and g.counts == "items" and len(g.figures) > 1]
    best = sorted(left, key=lambda g: (-g.under, -len(g.figures), g.type))[:1]
    return _side_by_side(best[0]) if len(best) == 1 else ()


def _side_by_side(group: SideBySide) -> Text:
    runs: list[Run] = [Run(f"Of {group.type_name} left, the stated figures stand side by side: ")]
    for place, figure in enumerate(group.figures[:6]):
        runs.append(Run(f"{'; ' if place > 0 else ''}{figure.line.quantity} ({figure.stated_by})", (figure.key,)))
    unequal = " Some of one scope and date cannot both be true." if group.disagree else ""
    runs.append(Run(f". They count different things and are not added.{unequal}"))
    return tuple(runs)


def _claims(found: Findings) -> Text:
    control = [v for v in found.verdicts if v.form in CONTROL]
    if len(control) == 0:
        return ()
    counted = Counter(v.verdict for v in control)
    parts = [f"{counted[w]} {str(w).replace('_', ' ')}" for w in VerdictWord if counted[w] > 0]
    runs = [Run(f"Of {_many(len(control), 'claim')} about who holds or lost what, {', '.join(parts)}")]
    worst = _worst(control)
    if worst is not None:
        runs += [Run(". The strongest record stands against “"), Run(_short(worst.said, 150)),
                 Run(f"” ({worst.speaker or found.name(worst.party)}, {worst.at}): {worst.verdict}, by the weakest of "
                     f"its slots ({worst.weakest.replace(';', ', ') or 'none is weak'})", _keys(worst))]
    return (*runs, Run("."))


def _worst(verdicts: list[Verdict]) -> Verdict | None:
    words = [VerdictWord.REFUTED, VerdictWord.CONTRADICTED]
    against = [v for v in verdicts if v.verdict in words]
    return min(against, key=lambda v: (words.index(v.verdict), -v.origins, -v.bearing, v.at, v.claim), default=None)


def _keys(verdict: Verdict) -> tuple[str, ...]:
    strongest = sorted(verdict.paths, key=lambda p: p.order)[:2]
    return tuple(dict.fromkeys((f"claims#{verdict.claim}", *(k for p in strongest for k in (p.find, *p.stock)))))


def _conflicts(found: Findings) -> Text:
    if len(found.conflicts) == 0:
        return ()
    smallest = found.conflicts[0]
    stated = " and ".join(f"{f.amount} ({f.keeper or f.source})" for f in smallest.figures[:3])
    return (Run(f"{_many(len(found.conflicts), 'set')} of figures cannot all be true; the smallest is "),
            Run(stated, tuple(f.key for f in smallest.figures)), Run("."))


def _many(count: int, one: str, several: str = "") -> str:
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def _short(text: str, most: int) -> str:
    clean = text.strip("“”")
    return clean if len(clean) <= most else clean[:most].rsplit(" ", 1)[0] + " …"
