"""Errors of use, as one tree; problems in data are values (`reclaim.model.problem`), never thrown.

    ReclaimError                 anything Reclaim says no to; one line: what, where, how to mend
    ├── UsageError               a word, option or address that cannot be meant            (exit 2)
    ├── InputError               a file that cannot be read at all                         (exit 2)
    ├── CaseError                the case folder cannot be used as asked                   (exit 2)
    │   ├── CaseMissing          there is no case there
    │   ├── CaseExists           there is one already, or something else in its place
    │   ├── CaseNewer            written by a later version of Reclaim
    │   ├── CaseBusy             another process is writing and did not finish in time
    │   └── CaseDamaged          it does not open; `verify` says what is wrong
    ├── WriteError               the disk is full, or the folder cannot be written         (exit 2)
    └── NotCleared               output was asked for what the case's handling withholds   (exit 2)
"""

from __future__ import annotations


class ReclaimError(Exception):
    """Base of all errors of use.

    `what` says what is wrong, `where` at which file, row, column or address, `mend` what to do about it.
    """

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what = what
        self.where = where
        self.mend = mend
        super().__init__(self.line())

    def line(self) -> str:
        """The error in one line, as the command line prints it."""
        place = f"{self.where}: " if len(self.where) > 0 else ""
        advice = f" ({self.mend})" if len(self.mend) > 0 else ""
        return " ".join(f"{place}{self.what}{advice}".split())


class UsageError(ReclaimError):
    """A word, option or address that cannot be meant."""


class InputError(ReclaimError):
    """A file that cannot be read at all; a bad row in a readable file is a `Problem` instead."""


class CaseError(ReclaimError):
    """The case folder cannot be used as asked."""


class CaseMissing(CaseError):
    """There is no case at that place."""


class CaseExists(CaseError):
    """There is a case already, or something else stands in its place."""


class CaseNewer(CaseError):
    """The case was written by a later version of Reclaim."""


class CaseBusy(CaseError):
    """Another process is writing to the case and did not finish in time."""


class CaseDamaged(CaseError):
    """The case does not open; `reclaim verify` names what is wrong."""


class WriteError(ReclaimError):
    """The disk is full or the folder cannot be written; what was there before is whole."""


class NotCleared(ReclaimError):
    """Output was asked for something that the handling of the case withholds."""
