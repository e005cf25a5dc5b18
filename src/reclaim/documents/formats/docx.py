"""DOCX by its own XML: paragraphs with their styles, tables, footnotes. Macros and links are left alone."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from reclaim.documents.formats.html import letters
from reclaim.documents.formats.packed import TooMuch, parsed, part_of
from reclaim.documents.limits import Limits
from reclaim.documents.structure import dateline_end, role_of
from reclaim.documents.text import Draft, Facts, Text, tidy
from reclaim.model.proposal import Segment, SegmentRole

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STYLES = {
    "title": SegmentRole.HEADLINE,
    "subtitle": SegmentRole.HEADING,
    "caption": SegmentRole.CAPTION,
    "footnotetext": SegmentRole.FOOTNOTE,
}


def read_docx(raw: bytes, where: str, limits: Limits) -> Text:
    """A Word document: body, tables, footnotes and endnotes; deleted text is left out, inserted text is read."""
    draft = Draft(where, limits.characters)
    try:
        body = part_of(raw, "word/document.xml", limits)
        if body is None:
            raise TooMuch("there is no document in the archive")
        writer = _Writer(draft, limits)
        writer.blocks(parsed(body, limits))
        for name in ("word/footnotes.xml", "word/endnotes.xml"):
            writer.notes(part_of(raw, name, limits))
        facts = _facts(part_of(raw, "docProps/core.xml", limits), limits)
    except TooMuch as error:
        draft.note("not_readable", str(error), "save the document anew", fatal=len(draft.segments) == 0)
        return draft.finish()
    if len(draft.segments) == 0:
        draft.note("no_text", "there is no text in the document; it may hold pictures only", fatal=True)
    return draft.finish(facts)


def _facts(part: bytes | None, limits: Limits) -> Facts:
    if part is None:
        return Facts()
    found = {e.tag.rpartition("}")[2]: (e.text or "").strip() for e in parsed(part, limits).iter()}
    return Facts(
        found.get("title", ""), "", found.get("created", "")[:10], found.get("creator", ""), found.get("language", "")
    )


@dataclass(slots=True)
class _Writer:
    draft: Draft
    limits: Limits
    tables: int = 0

    def blocks(self, root: Element) -> None:
        """Paragraphs and tables in their order, wherever they are nested."""
        body = root.find(f"{_W}body")
        for element in _blocks(root if body is None else body):
            if self.draft.full:
                return
            if element.tag == f"{_W}tbl":
                self._table(element)
            else:
                self._paragraph(element)

    def notes(self, part: bytes | None) -> None:
        """Footnotes after the text, each a part of its own."""
        if part is None:
            return
        for note in parsed(part, self.limits):
            if note.get(f"{_W}type") in ("separator", "continuationSeparator"):
                continue
            self.draft.add(tidy(_words(note)), SegmentRole.FOOTNOTE)

    def _paragraph(self, element: Element) -> None:
        words = tidy(_words(element))
        if words == "":
            return
        role = self._role(element, words)
        in_head = all(s.role is not SegmentRole.PARAGRAPH for s in self.draft.segments)
        cut = dateline_end(words) if role is SegmentRole.PARAGRAPH and in_head else None
        if cut is None:
            self.draft.add(words, role)
        else:
            self.draft.add(words[: cut[0]], SegmentRole.DATELINE)
            self.draft.add(words[cut[0] :], role, gap=" ")

    def _role(self, element: Element, words: str) -> SegmentRole:
        style = element.find(f"{_W}pPr/{_W}pStyle")
        name = re.sub(r"[\s_-]", "", (style.get(f"{_W}val") or "") if style is not None else "").casefold()
        if name in _STYLES:
            return _STYLES[name]
        first = len(self.draft.segments) == 0
        if name.startswith("heading"):
            return SegmentRole.HEADLINE if first else SegmentRole.HEADING
        in_head = all(s.role is not SegmentRole.PARAGRAPH for s in self.draft.segments)
        return role_of(words, first=first, in_head=in_head)

    def _table(self, table: Element) -> None:
        self.tables += 1
        rows: list[list[Segment]] = []
        above: dict[int, Segment] = {}
        for number, row in enumerate(table.findall(f"{_W}tr"), start=1):
            rows.append(self._row(row, number, above))
            if sum(len(r) for r in rows) > self.limits.cells:
                self.draft.note(
                    "too_many_cells", f"a table has more than {self.limits.cells:,} cells; the rest is not read"
                )
                break
        self.draft.table(f"table {self.tables}", rows)

    def _row(self, row: Element, number: int, above: dict[int, Segment]) -> list[Segment]:
        """A cell that goes on from the row above counts for this row too."""
        cells: list[Segment] = []
        column = 1
        for cell in row.findall(f"{_W}tc"):
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            goes_on = merge is not None and merge.get(f"{_W}val") != "restart"
            segment = above.get(column) if goes_on else None
            if segment is None:
                address = f"table {self.tables}!{letters(column)}{number}"
                segment = self.draft.add(
                    tidy(_words(cell)), SegmentRole.CELL, cell=address, gap="\n" if column == 1 else "\t"
                )
            if segment is not None:
                cells.append(segment)
                above[column] = segment
            span = cell.find(f"{_W}tcPr/{_W}gridSpan")
            column += (
                int(span.get(f"{_W}val") or 1) if span is not None and (span.get(f"{_W}val") or "").isdigit() else 1
            )
        return cells


def _blocks(body: Element) -> Iterator[Element]:
    """Paragraphs and tables that are not inside another table."""
    stack = list(reversed(list(body)))
    while len(stack) > 0:
        element = stack.pop()
        if element.tag in (f"{_W}p", f"{_W}tbl"):
            yield element
        elif element.tag in (f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"):
            stack.extend(reversed(list(element)))


def _words(element: Element) -> str:
    """The shown characters under an element; deleted text is not shown."""
    pieces: list[str] = []
    stack: list[Element] = [element]
    while len(stack) > 0:
        at = stack.pop()
        if at.tag in (f"{_W}del", f"{_W}moveFrom", f"{_W}instrText"):
            continue
        if at.tag == f"{_W}t":
            pieces.append(at.text or "")
        elif at.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            pieces.append(" ")
        elif at.tag == f"{_W}noBreakHyphen":
            pieces.append("-")
        elif at.tag == f"{_W}p" and len(pieces) > 0:
            pieces.append(" ")
        stack.extend(reversed(list(at)))
    return "".join(pieces)
