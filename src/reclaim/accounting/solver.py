"""HiGHS, silent, on one thread and with a fixed seed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import highspy

SETTINGS: tuple[tuple[str, bool | int | str], ...] = (
    ("output_flag", False), ("threads", 1), ("parallel", "off"), ("random_seed", 0))


def quiet_solver() -> highspy.Highs:
    """A new solver. HiGHS greets on standard output while it is made, so it is silenced before it can."""
    import highspy

    class Quiet(highspy.Highs):
        def enableCallbacks(self) -> None:
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()  # type: ignore[no-untyped-call]

    solver = Quiet()  # type: ignore[no-untyped-call]
    for option, value in SETTINGS:
        solver.setOptionValue(option, value)
    return solver
