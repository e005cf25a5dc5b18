"""The one clock: what time it is, and what a date of knowledge means."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime, time

from reclaim.model.errors import UsageError


def now() -> datetime:
    """The time, UTC. SOURCE_DATE_EPOCH (seconds since 1970) fixes it, so that a build can be repeated byte for byte."""
    fixed = os.environ.get("SOURCE_DATE_EPOCH", "")
    if fixed == "":
        return datetime.now(UTC)
    try:
        return datetime.fromtimestamp(int(fixed), UTC)
    except (ValueError, OverflowError, OSError):
        raise UsageError(f"SOURCE_DATE_EPOCH is '{fixed}'", mend="give whole seconds since 1970") from None


def until(known_by: str | date | datetime | None) -> str | None:
    """The last moment that counts as known by a date (its end, UTC), or by a time; None if there is no limit.

    Raises UsageError if it is neither.
    """
    if known_by is None or known_by == "":
        return None
    moment = _moment(known_by)
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _moment(known_by: str | date | datetime) -> datetime:
    if isinstance(known_by, str):
        try:
            known_by = date.fromisoformat(known_by) if len(known_by) == 10 else datetime.fromisoformat(known_by)
        except ValueError:
            raise UsageError(f"'{known_by}' is no date", mend="write 2025-03-01, or 2025-03-01T12:00:00Z") from None
    if not isinstance(known_by, datetime):
        known_by = datetime.combine(known_by, time.max, UTC)
    return known_by if known_by.tzinfo is not None else known_by.replace(tzinfo=UTC)
