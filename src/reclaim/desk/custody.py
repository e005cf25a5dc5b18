"""Where did it change hands? Open case to chains of custody."""

from __future__ import annotations

from reclaim.accounting.custody.chain import chains
from reclaim.desk.case import Case, KnownBy
from reclaim.desk.weighed import weighed
from reclaim.model.chain import Chain
from reclaim.model.errors import UsageError


def custody(case: Case, item: str = "", *, at: str = "", known_by: KnownBy = None) -> tuple[Chain, ...]:
    """The chain of each item, or of the one that `item` names. Raises UsageError if it names none."""
    found = chains(weighed(case, at, known_by), item)
    if item != "" and len(found) == 0:
        raise UsageError(f"there is no item '{item}'", mend="list them: reclaim export CASE --table items")
    return found
