"""Words of a brief: short texts, cut where they are long."""

from __future__ import annotations

from reclaim.model.brief import Paragraph, Run, Section, Text

LINES_TOLD = 6


def empty(title: str, line: str) -> Section:
    return Section(title, (Paragraph(said(line)),))


def lead(line: str) -> Paragraph:
    return Paragraph(said(line), small=True)


def said(words: str) -> Text:
    return (Run(words),)


def some(what: str) -> str:
    """The lines of an event in words; of a long list the first few and how many more there are."""
    lines = what.split("; ")
    return what if len(lines) <= LINES_TOLD else f"{'; '.join(lines[:LINES_TOLD])}; and {len(lines) - LINES_TOLD} more lines"


def cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[:most].rsplit(" ", 1)[0] + " …"
