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
# What can be corrected, by sort of proposal.
_FIELDS = {
    "statement": ("speaker", "role", "party", "addressee", "content", "date", "date_basis", "modality", "polarity"),
    "event": ("event", "by", "from", "to", "place", "province", "country", "precision", "date", "date_basis",
              "modality"),
    "record": ("form", "event"),
}
_CONTEXT = 600


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
    _texts: dict[str, str] = field(default_factory=dict)

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
        """Ask for each field; Enter keeps what stands, a single - empties it."""
        changed: dict[str, Any] = {}
        for name in _FIELDS.get(group.kind, ()):
            show.say(f"  {name} [{group.body.get(name) or ''}]: ")
            typed = self.line().strip()
            if typed != "":
                changed[name] = "" if typed == "-" else typed
        if "modality" in changed:
            changed["happened"] = changed["modality"] in ("asserted", "reported")
        return changed

    def _show(self, group: Group) -> None:
        """The source with the highlight, beside the proposal."""
        from rich.columns import Columns
        from rich.panel import Panel

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

        text = self._text(group.first.source, str(group.body.get("document", "")))
        start, end = int(group.body.get("start") or 0), int(group.body.get("end") or 0)
        first = max(0, start - _CONTEXT)
        shown = Text(text[first : end + _CONTEXT // 2])
        shown.stylize("reverse", start - first, end - first)
        for a, b in group.body.get("content_spans") or []:
            shown.stylize("bold reverse", a - first, b - first)
        return shown

    def _text(self, source: str, document: str) -> str:
        """The canonical text of a kept source, made anew from its bytes."""
        from reclaim.desk.read import text_of

        if source not in self._texts:
            self._texts[source] = text_of(self.case, source, document)
        return self._texts[source]


def described(body: Mapping[str, Any]) -> list[str]:
    """A proposal in lines for a person."""
    kind = body.get("kind")
    if kind == "statement":
        lines = [_line(body, n) for n in ("speaker", "role", "party", "addressee", "content", "hedges", "modality",
                                          "polarity", "date", "left_open")]
        lines += [f"claim: {_claim(c)}" for c in body.get("claims", [])]
    elif kind == "event":
        lines = [_line(body, n) for n in ("event", "by", "from", "to", "place", "date", "modality", "polarity")]
        lines += [f"line: {_item(m)}" for m in body.get("items", [])]
        lines += [] if body.get("happened", True) else ["it is not said to have happened: accepting needs a correction"]
    elif kind == "record":
        lines = [f"form: {body.get('form')}"] + [f"{k}: {v}" for k, v in dict(body.get("cells", {})).items()]
    elif kind == "link":
        lines = [f"possible {body.get('relation')}: {body.get('to')}"]
        lines += [f"{s['slot']}: {s['here']} | {s['there']} | {s['compared']}" for s in body.get("slots", [])]
    else:
        lines = [_item(body)]
    return [x for x in [*lines, *map(str, body.get("notes", []))] if x != ""]


def _line(body: Mapping[str, Any], name: str) -> str:
    value = body.get(name)
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value or "")
    return f"{name.replace('_', ' ')}: {words}" if words != "" else ""


def _item(mention: Mapping[str, Any]) -> str:
    words = f"{mention.get('quantity_words', '')} {mention.get('written', '')}".strip()
    known = ", ".join(mention.get("types", [])) or str(mention.get("category", ""))
    marks = f" serial {', '.join(mention['marks'])}" if mention.get("marks") else ""
    return f"{words} ({known}){marks}"


def _claim(claim: Mapping[str, Any]) -> str:
    no = "not: " if claim.get("polarity") == "denied" else ""
    return f"{no}{claim.get('subject', '')} {claim.get('form', '')} {', '.join(claim.get('scope_types', []))}".strip()


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
