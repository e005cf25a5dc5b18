"""The smallest choice that takes from every set offered: an integer program, for the search of conflict sets."""

from __future__ import annotations

from collections.abc import Sequence

from reclaim.accounting.solver import quiet_solver


def choose(names: Sequence[str], offered: Sequence[frozenset[str]], blocked: Sequence[frozenset[str]]
           ) -> frozenset[str] | None:
    """The fewest names with at least one of each offered set and not all of any blocked set; None if there is none."""
    import highspy

    if any(len(o) == 0 for o in offered) or any(len(b) == 0 for b in blocked):
        return None
    used = sorted(set().union(*offered)) if len(offered) > 0 else []
    place = {name: i for i, name in enumerate(n for n in names if n in set(used))}
    solver = quiet_solver()
    for i in range(len(place)):
        solver.addVar(0.0, 1.0)
        solver.changeColCost(i, 1.0)
        solver.changeColIntegrality(i, highspy.HighsVarType.kInteger)
    for chosen in offered:
        at = sorted(place[n] for n in chosen)
        solver.addRow(1.0, highspy.kHighsInf, len(at), at, [1.0] * len(at))
    for barred in blocked:
        at = sorted(place[n] for n in barred if n in place)
        if len(at) == len(barred):
            solver.addRow(-highspy.kHighsInf, float(len(at) - 1), len(at), at, [1.0] * len(at))
    solver.run()
    if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
        return None
    values = solver.getSolution().col_value
    return frozenset(name for name, i in place.items() if values[i] > 0.5)
