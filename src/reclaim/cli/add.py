"""`reclaim add CASE FILE...`"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import AsJson, Author, CaseFolder
from reclaim.model.errors import InputError, UsageError

if TYPE_CHECKING:
    from reclaim.desk.add import Added
    from reclaim.desk.case import Case


def add(
    case: CaseFolder,
    files: Annotated[list[Path] | None, typer.Argument(
        metavar="FILE...", show_default=False,
        help="Record files (.csv), or documents to be kept; none to record what was edited by hand.")] = None,
    form: Annotated[bool, typer.Option("--form", help=(
        "Document weapons by hand: FILE is a filled template, a row a weapon; without one you are asked on a terminal."))]
    = False,
    template: Annotated[Path | None, typer.Option("--template", metavar="F.xlsx", show_default=False, help=(
        "With --form: write the empty template, and add nothing."))] = None,
    pictures: Annotated[list[Path] | None, typer.Option("--picture", metavar="F", show_default=False, help=(
        "With --form: a picture of the weapon, kept as a source; may be given again."))] = None,
    told: Annotated[list[str] | None, typer.Option("--set", metavar="NAME=TEXT", show_default=False, help=(
        "With --form: an answer, for example --set serial=W1234; may be given again."))] = None,
    author: Author = "",
    as_json: AsJson = False,
) -> int:
    """Add record files; anything that is no .csv is kept as a source.

    Files may come in any order, and again: what is known stays as it is. Exit 2 if rows were refused; the rest is read.

    Example: reclaim add my-case sources.csv events.csv event_lines.csv report.pdf

    Example: reclaim add my-case --form --set type=rifle --set serial=AB1234 --set kind=found --picture left.jpg

    Example: reclaim add my-case --form weapons.xlsx
    """
    from reclaim.desk.case import open_case

    opened = open_case(case)
    if not form and (template is not None or pictures):
        raise UsageError("--template and --picture go with --form", mend="add --form")
    if template is not None:
        return _template(template)
    added = _by_hand(opened, told or [], files or [], pictures or [], author) if form else \
        opened.add(files or (), author)
    show.problems(added.problems)
    if as_json:
        show.document(_plain(added))
    else:
        _print(added)
    return 2 if added.refused > 0 else 0


def _template(out: Path) -> int:
    from reclaim.desk.weapon_sheet import template
    from reclaim.store import safely

    safely.write(out, template())
    show.say(f"written: {out}; fill in a row a weapon, then: reclaim add CASE --form {out}")
    return 0


def _by_hand(case: Case, told: list[str], files: list[Path], pictures: list[Path], author: str) -> Added:
    """What a filled template holds, or what was told with --set; the rest is asked where somebody can answer."""
    from reclaim.desk.by_hand import QUESTIONS, by_hand, several
    from reclaim.desk.weapon_sheet import read

    held = [(path.name, _bytes(path)) for path in pictures]
    if len(files) > 0:
        if len(told) > 0 or len(held) > 0:
            raise UsageError("--set and --picture are of one weapon, and a file of many", mend="give the one or the other")
        return several(case, [weapon for file in files for weapon in read(file)], author)
    pairs = [text.partition("=") for text in told]
    if (wrong := next((t for t, (_, sign, _) in zip(told, pairs, strict=True) if sign == ""), None)) is not None:
        raise UsageError(f"--set {wrong} has no =", mend="write --set NAME=TEXT")
    answers = {name.strip(): text for name, _, text in pairs}
    if sys.stdin.isatty() and sys.stderr.isatty():
        show.tell("Leave empty what is not known; Ctrl-C stops, and nothing is kept.")
        for name, question in QUESTIONS.items():
            if name not in answers:
                answers[name] = typer.prompt(question, default="", show_default=False, err=True)
    return by_hand(case, answers, author, held)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror or error}", where=str(path)) from error


def _plain(added: Added) -> dict[str, object]:
    return {
        "added": added.counts(), "known": added.known, "waiting": added.waiting, "refused": added.refused,
        "corrections": [{"decision": d.id, "subjects": list(d.subjects), "reason": d.reason}
                        for d in added.corrections],
        "held": [{"name": name, "sha256": sha} for name, sha in added.held],
        "problems": [{"where": p.where, "code": p.code, "what": p.what, "mend": p.mend, "refused": p.fatal}
                     for p in added.problems],
    }


def _print(added: Added) -> None:
    for form, count in added.counts().items():
        show.say(f"{form}: {show.plural(count, 'record')} added")
    for name, sha in added.held:
        show.say(f"{name}: kept as {sha[:12]}")
    if len(added.corrections) > 0:
        show.say(f"{show.plural(len(added.corrections), 'correction')}: both versions stay, the later stands")
    rest = [(added.known, "known already"), (added.waiting, "waiting for a source, event or statement"),
            (added.refused, "refused")]
    told = [f"{show.plural(count, 'row')} {what}" for count, what in rest if count > 0]
    if len(told) > 0:
        show.say("; ".join(told))
