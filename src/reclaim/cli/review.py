"""`reclaim review CASE`: the queue in the terminal, keyboard only."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, Author, CaseFolder

if TYPE_CHECKING:
    from rich.text import Text as RichText

    from reclaim.desk.case import Case
    from reclaim.desk.review import Group, Judged

_HELP = "a accept   c correct   r reject   l later   u undo   q quit"


def review(
    case: CaseFolder,
    items: Annotated[bool, typer.Option("--items", help="Also show lone names of arms.")] = False,
    author: Author = "",
    as_json: AsJson = False,
) -> None:
    """Look at what was read, beside its source, and accept, correct or reject it. Each step can be undone.

    Example: reclaim review my-case
    """
    from reclaim.desk.case import open_case
    from reclaim.desk.review import queue

    opened = open_case(case)
    groups = queue(opened.proposals(), opened.decisions(), items=items)
    if as_json:
        show.document([{**g.body, "id": g.first.id, "same": [p.id for p in g.proposals[1:]]} for g in groups])
        return
    if not sys.stdin.isatty() or not sys.stdout.isatty():
        show.say(f"{show.plural(len(groups), 'proposal')} to look at; run it in a terminal, or see --json")
        return
    Session(opened, groups, author, _keys(), lambda: input()).run()


@dataclass(slots=True)
class Session:
    """One sitting at the queue. `keys` gives one key at a time, `line` one line of typing."""

    case: Case
    groups: list[Group]
    author: str
    keys: Iterator[str]
    line: Callable[[], str]
    done: list[Judged] = field(default_factory=list)
    at: int = 0
    told: str = ""

    def run(self) -> None:
        """Until the queue is empty or the person leaves."""
        while self.at < len(self.groups):
            self._show(self.groups[self.at])
            key = next(self.keys, "q").lower()
            if key in ("q", "\x03", "\x04"):
                break
            self._act(key)
        left = len(self.groups) - self.at
        show.say(f"{show.plural(len(self.done), 'proposal')} judged, {left} left")

    def _act(self, key: str) -> None:
        from reclaim.model.errors import ReclaimError

        try:
            if key in ("a", "r", "c"):
                self._judge(key)
            elif key in ("l", " ", "\r", "\n"):
                self.groups.append(self.groups.pop(self.at)) if self.at < len(self.groups) - 1 else self._leave()
            elif key == "u":
                self._undo()
            else:
                self.told = "no such key"
        except ReclaimError as error:
            self.told = error.line()

    def _leave(self) -> None:
        """Nothing but what was put off is left."""
        self.at = len(self.groups)

    def _judge(self, key: str) -> None:
        from reclaim.desk.review import judge
        from reclaim.model.decision import Judgement

        group = self.groups[self.at]
        judgement = {"a": Judgement.ACCEPT, "r": Judgement.REJECT, "c": Judgement.CORRECT}[key]
        corrected = self._correct(group) if key == "c" else None
        if corrected is not None and len(corrected) == 0:
            self.told = "nothing was corrected; a accepts it as it stands"
            return
        self.done.append(judge(self.case, group, judgement, "", self.author, corrected))
        self.groups.pop(self.at)

    def _undo(self) -> None:
        from reclaim.desk.review import take_back

        if len(self.done) == 0:
            self.told = "nothing to undo in this sitting"
            return
        last = self.done.pop()
        take_back(self.case, last, self.author)
        self.groups.insert(self.at, last.group)

    def _correct(self, group: Group) -> Mapping[str, Any]:
        """List the fields, numbered; a number and the right words set one, a single - empties it, Enter ends."""
        from reclaim.desk.correcting import fields_of

        fields = fields_of(group.body)
        changed: dict[str, Any] = {}
        for number, (name, value) in enumerate(fields, start=1):
            show.say(f"  {number:>2} {name}: {value}")
        show.say("a number and the right words, - to empty it (5 Tor province); Enter when all is right:")
        while (typed := self.line().strip()) != "":
            digits, _, words = typed.partition(" ")
            if not digits.isdecimal() or not 1 <= int(digits) <= len(fields):
                show.say(f"  begin with a number from 1 to {len(fields)}")
                continue
            name = fields[int(digits) - 1][0]
            changed[name] = "" if words.strip() == "-" else words.strip()
            show.say(f"  {name}: {changed[name]}")
        return changed

    def _show(self, group: Group) -> None:
        """The source with the highlight, beside the proposal."""
        from rich.columns import Columns
        from rich.panel import Panel

        from reclaim.desk.proposed import described

        console = show.console()
        console.clear() if console.is_terminal else None
        width = max(30, console.width // 2 - 2)
        same = f", {len(group.proposals)} alike" if len(group.proposals) > 1 else ""
        title = f"{group.kind} {self.at + 1} of {len(self.groups)}{same}"
        left = Panel(self._source(group), title=str(group.body.get("document", "")), width=width)
        right = Panel("\n".join(described(group.body)), title=title, width=width)
        console.print(Columns([left, right]))
        console.print(_HELP)
        if self.told != "":
            console.print(self.told, markup=False)
            self.told = ""

    def _source(self, group: Group) -> RichText:
        from rich.text import Text

        from reclaim.desk.proposed import passage

        shown = Text()
        for words, how in passage(self.case, group):
            shown.append(words, {"proposed": "reverse", "content": "bold reverse"}.get(how, ""))
        return shown


def _keys() -> Iterator[str]:
    """One key at a time, without Enter, where the system can; else the first letter of a line."""
    while True:
        try:
            yield _key()
        except (ImportError, OSError):
            yield (input() or "l")[:1]


def _key() -> str:
    if sys.platform == "win32":
        import msvcrt

        return msvcrt.getwch()
    import termios
    import tty

    here = sys.stdin.fileno()
    before = termios.tcgetattr(here)
    try:
        tty.setcbreak(here)
        return sys.stdin.read(1)
    finally:
        termios.tcsetattr(here, termios.TCSADRAIN, before)
