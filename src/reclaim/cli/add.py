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
        "With --form or --from: an answer, for example --set serial=W1234; may be given again."))] = None,
    source: Annotated[str, typer.Option("--from", metavar="SOURCE", show_default=False, help=(
        "Make a record of words of this source, by the beginning of its hash; with --words, --as and --set."))] = "",
    words: Annotated[str, typer.Option("--words", metavar="TEXT", show_default=False, help=(
        "With --from: the words of the source, so many that they stand in it once."))] = "",
    kind: Annotated[str, typer.Option("--as", metavar="statement|event", show_default=False, help=(
        "With --from: what is made of the words."))] = "",
    author: Author = "",
    as_json: AsJson = False,
) -> int:
    """Add record files; anything that is no .csv is kept as a source.

    Files may come in any order, and again: what is known stays as it is. Exit 2 if rows were refused; the rest is read.

    Example: reclaim add my-case sources.csv events.csv event_lines.csv report.pdf

    Example: reclaim add my-case --form --set type=rifle --set serial=AB1234 --set kind=found --picture left.jpg

    Example: reclaim add my-case --form weapons.xlsx

    Example: reclaim add my-case --from 3fa1c09b --words "تم ضبط 12 بندقية" --as event --set event=seized --set type=rifle
    """
    from reclaim.desk.case import open_case

    opened = open_case(case)
    if source != "":
        return _from_words(opened, source, words, kind, told or [], author, as_json)
    if words != "" or kind != "":
        raise UsageError("--words and --as go with --from", mend="add --from SOURCE")
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


def _from_words(case: Case, source: str, words: str, kind: str, told: list[str], author: str, as_json: bool) -> int:
    from reclaim.desk.highlighted import find, highlighted
    from reclaim.desk.sourcetext import source_text

    span = find(source_text(case, source).text, words)
    made = highlighted(case, source, span, kind, _answers(told), author)
    if as_json:
        show.document([{"id": r.id, "key": r.key, "anchor": r.anchor.plain()} for r in made])
    for record in made if not as_json else ():
        show.say(f"{record.key}: at characters {record.anchor.locator} of {record.source[:12]}")
    return 0


def _answers(told: list[str]) -> dict[str, str]:
    """NAME=TEXT of --set."""
    pairs = [text.partition("=") for text in told]
    if (wrong := next((t for t, (_, sign, _) in zip(told, pairs, strict=True) if sign == ""), None)) is not None:
        raise UsageError(f"--set {wrong} has no =", mend="write --set NAME=TEXT")
    return {name.strip(): text for name, _, text in pairs}


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
    answers = _answers(told)
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
