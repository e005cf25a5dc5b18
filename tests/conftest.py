"""How the laws are drawn: a machine that is busy is no fault of the code, so no example has a deadline.

A developer's run draws new examples each time. Where CI is set (`.ci/run` sets it) the same ones are drawn each time, so
that a run fails for what was changed and for nothing else.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.register_profile("the same each time", settings.get_profile("patient"), derandomize=True, database=None)
settings.load_profile("the same each time" if os.environ.get("CI") else "patient")
