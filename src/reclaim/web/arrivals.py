"""Files on their way into the case: kept in a folder of their own, taken in beside the pages, told of as they come."""

from __future__ import annotations

import logging
import secrets
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock, Thread
from typing import Final

from starlette.datastructures import UploadFile
from starlette.requests import Request

from reclaim.model.errors import ReclaimError, UsageError
from reclaim.model.progress import Progress
from reclaim.web.forms import put

log = logging.getLogger("reclaim.web")

REMEMBERED: Final = 40
"""So many arrivals are remembered, the last ones; the case's own history has all that was taken in."""


class Stopped(UsageError):
    """Somebody stopped what was under way."""


@dataclass(frozen=True, slots=True)
class Told:
    """What came of it: lines to be read, problems met, and where to go on, as (words, address)."""

    lines: Sequence[str]
    problems: Sequence[str] = ()
    onward: Sequence[tuple[str, str]] = ()


@dataclass
class Arrival:
    """Files that were sent. `told` or `error` is set at the end, and the folder is gone then."""

    id: str
    files: list[Path]
    folder: Path
    stage: str = ""
    done: int = 0
    total: int = 0
    begun: bool = False
    told: Told | None = None
    error: ReclaimError | None = None
    stopping: bool = False
    asked: dict[str, str] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        """Whether nothing more will come of it."""
        return self.told is not None or self.error is not None

    def progress(self, stage: str, done: int, total: int) -> None:
        """Where it is. Raises Stopped if somebody asked for that."""
        if self.stopping:
            raise Stopped("it was stopped", mend="nothing was kept; send the files again when you like")
        self.stage, self.done, self.total = stage, done, total


class Arrivals:
    """What is on its way and what has arrived, of one desk. One is taken in at a time, the others wait."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Arrival] = OrderedDict()
        self._turn, self._lock = Lock(), Lock()

    def receive(self, files: list[UploadFile], asked: dict[str, str]) -> Arrival:
        """Keep what was sent, with what was said of it. Raises UsageError for names that cannot be kept."""
        folder = Path(tempfile.mkdtemp(prefix="reclaim-sent-"))
        try:
            arrival = Arrival(secrets.token_hex(8), put(files, folder), folder, asked=asked)
        except BaseException:
            shutil.rmtree(folder, ignore_errors=True)
            raise
        with self._lock:
            self._known[arrival.id] = arrival
            while len(self._known) > REMEMBERED:
                _, oldest = self._known.popitem(last=False)
                shutil.rmtree(oldest.folder, ignore_errors=True)
        return arrival

    def find(self, ident: str) -> Arrival | None:
        """One, if it is remembered."""
        return self._known.get(ident)

    def every(self) -> list[Arrival]:
        """All that are remembered, the last first."""
        return list(reversed(self._known.values()))

    def begin(self, arrival: Arrival, take: Callable[[list[Path], Progress], Told]) -> Thread:
        """Take it in beside the pages. Whatever happens, its folder is gone afterwards."""
        with self._lock:
            if arrival.begun:
                raise UsageError("it is being taken in already", mend="look at how far it is")
            arrival.begun = True
        thread = Thread(target=self._take, args=(arrival, take), daemon=True)
        thread.start()
        return thread

    def _take(self, arrival: Arrival, take: Callable[[list[Path], Progress], Told]) -> None:
        try:
            with self._turn:
                arrival.progress("beginning", 0, 0)
                arrival.told = take(arrival.files, arrival.progress)
        except ReclaimError as error:
            arrival.error = error
        except Exception:  # noqa: BLE001 - whoever looks at the page must not wait for ever; the trace goes to the log
            log.exception("an arrival was not taken in")
            arrival.error = UsageError("the desk met something that it was not made for",
                                       mend="nothing was kept; try it with the command line, which says more")
        finally:
            shutil.rmtree(arrival.folder, ignore_errors=True)


def arrivals_of(request: Request) -> Arrivals:
    """What is on its way and has arrived, of the desk that is served."""
    state = request.app.state
    if not hasattr(state, "arrivals"):
        state.arrivals = Arrivals()
    held: Arrivals = state.arrivals
    return held
