"""PDF: lines joined to paragraphs by their places, tables by their rules; each part keeps its page and box."""

from __future__ import annotations

import re
import time
from collections import Counter
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from reclaim.documents.formats.html import letters
from reclaim.documents.limits import Limits
from reclaim.documents.structure import dateline_end, role_of
from reclaim.documents.text import Draft, Facts, Text, tidy
from reclaim.model.proposal import Segment, SegmentRole

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its words, its box in points from the top left, and the size of its letters."""

    words: str
    box: Box
    size: float
    bold: bool


def read_pdf(raw: bytes, where: str, limits: Limits) -> Text:
    """A PDF with text. One without, or locked by a password, is told; pages beyond the limit are not read, and told."""
    draft = Draft(where, limits.characters)
    pages = _page_count(raw, draft)
    if pages is None:
        return draft.finish()
    if pages > limits.pages:
        draft.note(
            "too_many_pages",
            f"only the first {limits.pages:,} of {pages:,} pages are read",
            "split the file or raise the limit",
        )
    facts = _read_pages(raw, min(pages, limits.pages), draft, limits)
    if len(draft.segments) == 0 and not any(p.fatal for p in draft.problems):
        draft.note(
            "no_text", "the PDF has no text, only pictures of it", "run text recognition over it first", fatal=True
        )
    return draft.finish(facts)


def _page_count(raw: bytes, draft: Draft) -> int | None:
    """The number of pages, by a parser that fails fast; None if the file cannot be opened at all."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(raw)
        count = len(document)
        document.close()
        return count
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        if locked:
            draft.note("password", "the PDF is locked by a password", "save it without one", fatal=True)
        else:
            draft.note("not_readable", f"the PDF is damaged ({error})", "open it and save it anew", fatal=True)
        return None


def _read_pages(raw: bytes, count: int, draft: Draft, limits: Limits) -> Facts:
    import pdfplumber

    started = time.monotonic()
    facts = Facts()
    try:
        with pdfplumber.open(BytesIO(raw)) as document:
            facts = _facts(document.metadata or {})
            body = _Body(draft, limits)
            for number in range(1, count + 1):
                page = document.pages[number - 1]
                body.page(page, number)
                page.close()
                if time.monotonic() - started > limits.seconds or draft.full:
                    draft.note(
                        "out_of_time",
                        f"reading stopped after page {number} of {count}",
                        "split the file or raise the limit",
                    )
                    break
    except Exception as error:  # noqa: BLE001 - the library raises many kinds of errors on broken files
        draft.note(
            "not_readable",
            f"the PDF is damaged ({type(error).__name__})",
            "open it and save it anew",
            fatal=len(draft.segments) == 0,
        )
    return facts


def _facts(metadata: dict[str, Any]) -> Facts:
    made = re.match(r"D:(\d{4})(\d{2})(\d{2})", str(metadata.get("CreationDate", "")))
    return Facts(
        tidy(str(metadata.get("Title") or ""))[:300],
        "",
        "" if made is None else "-".join(made.groups()),
        tidy(str(metadata.get("Author") or ""))[:200],
    )


class _Body:
    """Writes pages one after another; what stands at the head or foot of most pages is no text of the document."""

    def __init__(self, draft: Draft, limits: Limits) -> None:
        self._draft, self._limits = draft, limits
        self._tables = 0
        self._edges: Counter[str] = Counter()

    def page(self, page: Any, number: int) -> None:
        """The text and tables of one page, from the top down."""
        tables = _tables(page)
        lines = [x for x in _lines(page) if not any(_inside(x.box, t.bbox) for t in tables)]
        lines = self._without_edges(lines, float(page.height))
        size = _usual(lines)
        parts: list[tuple[float, Any]] = [(t.bbox[1], t) for t in tables] + [
            (p[0].box[1], p) for p in _paragraphs(lines)
        ]
        for _, part in sorted(parts, key=lambda p: p[0]) if len(tables) > 0 else parts:
            if isinstance(part, list):
                self._paragraph(part, number, size, float(page.height))
            else:
                self._table(part, number)

    def _without_edges(self, lines: list[Line], height: float) -> list[Line]:
        """Running heads, feet and page numbers: edge lines that come again, digits aside."""
        kept = []
        for line in lines:
            at_edge = line.box[1] < height * 0.07 or line.box[3] > height * 0.94
            key = re.sub(r"\d+", "#", line.words)
            if at_edge:
                self._edges[key] += 1
                if (
                    self._edges[key] > 1
                    or re.fullmatch(r"(?:page\s*)?#(?:\s*(?:of|/)\s*#)?", key, re.IGNORECASE) is not None
                ):
                    continue
            kept.append(line)
        return kept

    def _paragraph(self, lines: list[Line], number: int, size: float, height: float) -> None:
        words = _joined(lines)
        first = all(s.role not in (SegmentRole.HEADLINE, SegmentRole.PARAGRAPH) for s in self._draft.segments)
        in_head = all(s.role is not SegmentRole.PARAGRAPH for s in self._draft.segments)
        role = role_of(words, first=first, in_head=in_head)
        if lines[0].size >= size * 1.25 and len(words) < 200:
            role = SegmentRole.HEADLINE if first else SegmentRole.HEADING
        elif (
            lines[0].size <= size * 0.88
            and lines[0].box[1] > height * 0.6
            and re.match(r"[\d*†‡\[]", words) is not None
        ):
            role = SegmentRole.FOOTNOTE
        box = _around([line.box for line in lines])
        cut = dateline_end(words) if role is SegmentRole.PARAGRAPH and in_head else None
        if cut is not None:
            self._draft.add(words[: cut[0]], SegmentRole.DATELINE, page=number, box=box)
            self._draft.add(words[cut[0] :], role, page=number, box=box, gap=" ")
        else:
            self._draft.add(words, role, page=number, box=box)

    def _table(self, table: Any, number: int) -> None:
        self._tables += 1
        rows: list[list[Segment]] = []
        for index, (row, boxes) in enumerate(zip(table.extract(), table.rows, strict=False), start=1):
            cells: list[Segment] = []
            for column, words in enumerate(row, start=1):
                box = boxes.cells[column - 1] if column - 1 < len(boxes.cells) else None
                written = (
                    None
                    if words is None
                    else self._draft.add(
                        tidy(words),
                        SegmentRole.CELL,
                        page=number,
                        box=None if box is None else _rounded(box),
                        cell=f"table {self._tables}!{letters(column)}{index}",
                        gap="\n" if len(cells) == 0 else "\t",
                    )
                )
                if written is not None:
                    cells.append(written)
            rows.append(cells)
        self._draft.table(f"table {self._tables}", rows)


def _tables(page: Any) -> list[Any]:
    """Ruled tables of at least two rows and two columns."""
    if len(page.lines) + len(page.rects) + len(page.edges) < 4 or len(page.edges) > 5000:
        return []
    return [t for t in page.find_tables() if len(t.rows) >= 2 and max(len(r.cells) for r in t.rows) >= 2]


def _lines(page: Any) -> list[Line]:
    words = page.extract_words(
        use_text_flow=False, keep_blank_chars=False, extra_attrs=["size", "fontname"], x_tolerance=1.5
    )
    columns = _columns(words, float(page.width))
    lines: list[Line] = []
    for column in columns:
        lines += _lines_of(column)
    return lines


def _columns(words: list[dict[str, Any]], width: float) -> list[list[dict[str, Any]]]:
    """Two columns if no word crosses the middle and both sides hold much; read left, then right."""
    middle = width / 2
    crossing = [w for w in words if w["x0"] < middle - 4 and w["x1"] > middle + 4]
    left = [w for w in words if w["x1"] <= middle + 4]
    right = [w for w in words if w["x0"] >= middle - 4]
    if len(words) < 80 or min(len(left), len(right)) * 4 < len(words) or len(crossing) * 20 > len(words):
        return [words]
    near_left = sum(w["x1"] > middle - 12 for w in left)
    top = [w for w in words if w in crossing]
    return [words] if near_left * 5 > len(left) and len(top) > 0 else [c for c in (top, left, right) if len(c) > 0]


def _lines_of(words: list[dict[str, Any]]) -> list[Line]:
    rows: list[list[dict[str, Any]]] = []
    for word in sorted(words, key=lambda w: (round(w["top"], 1), w["x0"])):
        if len(rows) > 0 and abs(word["top"] - rows[-1][0]["top"]) < max(2.0, word["size"] * 0.35):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [_line(sorted(row, key=lambda w: w["x0"])) for row in rows]


def _line(row: list[dict[str, Any]]) -> Line:
    box = (
        min(w["x0"] for w in row),
        min(w["top"] for w in row),
        max(w["x1"] for w in row),
        max(w["bottom"] for w in row),
    )
    size = sum(w["size"] for w in row) / len(row)
    bold = all("bold" in str(w["fontname"]).lower() for w in row)
    return Line(" ".join(w["text"] for w in row), _rounded(box), size, bold)


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Lines that stand as close as their neighbours, in one size of letters, are one paragraph."""
    paragraphs: list[list[Line]] = []
    for line in lines:
        last = paragraphs[-1][-1] if len(paragraphs) > 0 else None
        if last is None or _breaks(last, line, paragraphs[-1]):
            paragraphs.append([line])
        else:
            paragraphs[-1].append(line)
    return paragraphs


def _breaks(last: Line, line: Line, paragraph: list[Line]) -> bool:
    gap = line.box[1] - last.box[3]
    if gap < -2 or gap > line.size * 0.75 or abs(line.size - last.size) > 1.2 or line.bold != last.bold:
        return True
    indented = line.box[0] - paragraph[0 if len(paragraph) == 1 else 1].box[0] > line.size * 0.8
    right = max(x.box[2] for x in paragraph)
    short_end = last.box[2] < right - line.size * 4 and last.words[-1:] in '.!?”"' and len(paragraph) > 1
    return (indented and last.words[-1:] in '.!?”":') or short_end


def _joined(lines: list[Line]) -> str:
    """The lines as one paragraph; a hyphen at a line's end stays unless letters go on in small print."""
    words = lines[0].words
    for line in lines[1:]:
        if re.search(r"[a-zà-ÿ]-$", words) is not None and line.words[:1].islower():
            words = words[:-1] + line.words
        else:
            words = f"{words} {line.words}"
    return tidy(words)


def _usual(lines: list[Line]) -> float:
    """The size of most letters of a page."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size * 2) / 2] += len(line.words)
    return max(sizes.items(), key=lambda s: (s[1], s[0]))[0] if len(sizes) > 0 else 10.0


def _inside(box: Box, frame: Box) -> bool:
    middle = (box[1] + box[3]) / 2
    return frame[1] <= middle <= frame[3] and box[0] < frame[2] and box[2] > frame[0]


def _around(boxes: list[Box]) -> Box:
    return _rounded(
        (min(b[0] for b in boxes), min(b[1] for b in boxes), max(b[2] for b in boxes), max(b[3] for b in boxes))
    )


def _rounded(box: Box) -> Box:
    return (round(box[0], 1), round(box[1], 1), round(box[2], 1), round(box[3], 1))
