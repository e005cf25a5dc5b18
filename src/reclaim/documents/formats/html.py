"""HTML: the article's blocks by their tags. No script runs, nothing is fetched, hidden text is left out and told."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reclaim.documents.formats.encoding import declared_in, decode
from reclaim.documents.limits import Limits
from reclaim.documents.structure import dateline_end, role_of
from reclaim.documents.text import Draft, Facts, Text, tidy
from reclaim.model.proposal import Segment, SegmentRole

if TYPE_CHECKING:
    from lxml.html import HtmlElement  # type: ignore[import-untyped]

_SKIPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "canvas",
        "form",
        "button",
        "input",
        "select",
        "textarea",
        "nav",
        "footer",
        "aside",
        "audio",
        "video",
        "map",
        "dialog",
        "menu",
        "head",
    ]
)
_BLOCKS = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "figure",
        "figcaption",
        "caption",
        "address",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "td",
        "th",
        "dl",
        "dt",
        "dd",
        "hr",
        "br",
        "body",
        "html",
        "center",
        "details",
        "summary",
        "hgroup",
    ]
)
_HEADINGS = frozenset({"h2", "h3", "h4", "h5", "h6"})
_CHROME = re.compile(
    r"(?i)(?:^|[\s_-])(?:nav|navbar|menu|footer|sidebar|share|sharing|social|related|cookie|consent|subscribe|newsletter|advert|ads?|promo|"
    r"comments?|breadcrumbs?|pagination|popup|modal|login|signup|recommended|trending|most-?read|tags?|toolbar|skip|widget)(?:$|[\s_-])"
)
_BYLINE = re.compile(r"(?i)(?:^|[\s_-])(?:byline|author|writer)(?:$|[\s_-])")
_DATE = re.compile(r"(?i)(?:^|[\s_-])(?:date|dateline|pubdate|published|timestamp|time)(?:$|[\s_-])")
_CAPTION = re.compile(r"(?i)(?:^|[\s_-])(?:caption|credit|photo-?text|image-?text)(?:$|[\s_-])")
_FOOTNOTE = re.compile(r"(?i)(?:^|[\s_-])(?:footnotes?|endnotes?|fn)(?:$|[\s_-]|\d)")
_HIDDEN = re.compile(
    r"(?i)display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?:px|em|%)?\s*(?:;|$)|opacity\s*:\s*0(?:\.0+)?\s*(?:;|$)"
)


def read_html(raw: bytes, where: str, limits: Limits) -> Text:
    """An HTML page: headline, byline, dateline, paragraphs, captions, footnotes, tables."""
    decoded = decode(raw, declared_in(raw))
    draft = Draft(where, limits.characters)
    if decoded.guessed:
        draft.note("encoding_guessed", f"the encoding is not stated and was guessed: {decoded.encoding}")
    if decoded.lost > 0:
        draft.note("broken_encoding", f"{decoded.lost:,} places could not be decoded and show as \ufffd")
    return lay_out_html(decoded.text, draft, limits)


def lay_out_html(markup: str, draft: Draft, limits: Limits) -> Text:
    """Write the blocks of a page into `draft`."""
    root = _parsed(markup)
    if root is None:
        draft.note("no_text", "no text was found in the page", fatal=True)
        return draft.finish()
    facts = _facts(root)
    walk = _Walk(draft, limits)
    walk.go(_region(root))
    if len(draft.segments) == 0:
        walk.go(root)
    if len(draft.segments) == 0:
        draft.note(
            "no_text",
            "no text was found in the page; it may be made by scripts, which are not run",
            "save the page as it is shown",
            fatal=True,
        )
    if walk.hidden > 0:
        draft.note("hidden_text", f"{walk.hidden} hidden parts of the page were left out")
    return draft.finish(_completed(facts, draft))


def _parsed(markup: str) -> HtmlElement | None:
    from lxml import etree  # type: ignore[import-untyped]
    from lxml import html as lxml_html

    parser = lxml_html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, recover=True)
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup.replace("\x00", ""), count=1)
    try:
        return lxml_html.document_fromstring(markup, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _region(root: HtmlElement) -> HtmlElement:
    """The article: the richest <article>, else <main>, else the body."""
    for name in ("article", "main"):
        found = [e for e in root.iter(name) if not _left_out(e)]
        best = max(found, key=lambda e: len(e.text_content()), default=None)
        if best is not None and len(best.text_content().strip()) > 200:
            return best
    body = root.find("body")
    return root if body is None else body


def _left_out(element: HtmlElement) -> bool:
    return any(isinstance(a.tag, str) and a.tag in ("aside", "footer", "nav") for a in element.iterancestors())


def _facts(root: HtmlElement) -> Facts:
    """What the page's own head says of itself."""
    meta: dict[str, str] = {}
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if name != "" and element.get("content"):
            meta.setdefault(name, tidy(element.get("content"))[:500])
    title = meta.get("og:title") or tidy(root.findtext(".//title") or "")
    published = next(
        (
            meta[k]
            for k in ("article:published_time", "datepublished", "date", "dc.date", "pubdate", "publish-date")
            if k in meta
        ),
        "",
    )
    if published == "":
        time_tag = next((e for e in root.iter("time") if e.get("datetime")), None)
        published = "" if time_tag is None else time_tag.get("datetime", "")
    return Facts(
        title, meta.get("og:site_name", ""), published[:40], meta.get("author", ""), (root.get("lang") or "")[:10]
    )


def _completed(facts: Facts, draft: Draft) -> Facts:
    headline = next((s for s in draft.segments if s.role is SegmentRole.HEADLINE), None)
    if facts.title != "" or headline is None:
        return facts
    return Facts(draft.words_of(headline), facts.outlet, facts.published, facts.author, facts.language)


@dataclass(slots=True)
class _Walk:
    """One pass over the tree, without recursion: text gathers until a block begins or ends."""

    draft: Draft
    limits: Limits
    hidden: int = 0
    tables: int = 0
    covered: int = 0
    buffer: list[str] = field(default_factory=list)
    links: int = 0
    role: SegmentRole | None = None
    headline: bool = False

    def go(self, start: HtmlElement) -> None:
        """Walk everything under `start`."""
        stack: list[tuple[HtmlElement, bool, SegmentRole | None]] = [(start, False, None)]
        while len(stack) > 0 and not self.draft.full:
            element, leaving, outer = stack.pop()
            if leaving:
                self._leave(element, outer)
                continue
            if element is not start and not self._enter(element):
                self._text(element.tail)
                continue
            stack.append((element, True, self.role))
            if element.tag in _BLOCKS:
                self._flush()
                self.role = self._role(element) or self.role
            if element.tag == "table" and element is not start:
                self._table(element)
            else:
                self._text(element.text)
                stack.extend((c, False, None) for c in reversed(element) if isinstance(c.tag, str))
        self._flush()

    def _enter(self, element: HtmlElement) -> bool:
        if element.tag in _SKIPPED:
            return element.tag == "aside" and _FOOTNOTE.search(_names(element)) is not None
        if element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None:
            self.hidden += len((element.text_content() or "").strip()) > 0
            return False
        return not (
            _CHROME.search(_names(element)) is not None
            and element.tag not in ("body", "article", "main", "p", "span", "b", "i", "em")
        )

    def _leave(self, element: HtmlElement, outer: SegmentRole | None) -> None:
        if element.tag in _BLOCKS:
            self._flush()
            self.role = outer
        self._text(element.tail)

    def _text(self, words: str | None) -> None:
        if words is not None and words != "":
            self.buffer.append(words)

    def _role(self, element: HtmlElement) -> SegmentRole | None:
        names = _names(element)
        if element.tag == "h1":
            return SegmentRole.HEADLINE
        if element.tag in _HEADINGS:
            return SegmentRole.HEADING
        if element.tag in ("figcaption", "caption") or _CAPTION.search(names) is not None:
            return SegmentRole.CAPTION
        if _FOOTNOTE.search(names) is not None:
            return SegmentRole.FOOTNOTE
        if _BYLINE.search(names) is not None:
            return SegmentRole.BYLINE
        return SegmentRole.DATELINE if element.tag == "time" or _DATE.search(names) is not None else None

    def _flush(self) -> None:
        words = tidy("".join(self.buffer))
        self.buffer.clear()
        if words == "":
            return
        role = self.role or role_of(words, first=len(self.draft.segments) == 0, in_head=False)
        if role in (SegmentRole.BYLINE, SegmentRole.DATELINE) and len(words) > 200:
            role = SegmentRole.PARAGRAPH
        if role is SegmentRole.HEADLINE and self.headline:
            role = SegmentRole.HEADING
        self.headline = self.headline or role is SegmentRole.HEADLINE
        self._add(words, role)

    def _add(self, words: str, role: SegmentRole) -> None:
        first_paragraph = role is SegmentRole.PARAGRAPH and all(
            s.role is not SegmentRole.PARAGRAPH for s in self.draft.segments
        )
        cut = dateline_end(words) if first_paragraph else None
        if cut is None:
            self.draft.add(words, role)
            return
        self.draft.add(words[: cut[0]], SegmentRole.DATELINE)
        self.draft.add(words[cut[0] :], role, gap=" ")

    def _table(self, table: HtmlElement) -> None:
        """Cells with their addresses; a layout table of one column is running text."""
        rows = [r for r in table.iter("tr") if next(r.iterancestors("table")) is table]
        if max((len([c for c in r if c.tag in ("td", "th")]) for r in rows), default=0) < 2:
            for row in rows:
                self.buffer.append(" ".join(row.text_content().split()))
                self._flush()
            return
        for caption in (c for c in table if c.tag == "caption"):
            self.draft.add(tidy(caption.text_content()), SegmentRole.CAPTION)
        self.tables += 1
        written: list[list[Segment]] = []
        filled: dict[tuple[int, int], Segment] = {}
        for number, row in enumerate(rows[: self.limits.cells // 2], start=1):
            if self.covered > self.limits.cells:
                break
            written.append(self._row(row, number, filled))
        self.draft.table(f"table {self.tables}", written)

    def _row(self, row: HtmlElement, number: int, filled: dict[tuple[int, int], Segment]) -> list[Segment]:
        cells: list[Segment] = []
        column = 1
        for cell in (c for c in row if c.tag in ("td", "th")):
            while (number, column) in filled:
                cells.append(filled[number, column])
                column += 1
            address = f"table {self.tables}!{letters(column)}{number}"
            segment = self.draft.add(
                tidy(cell.text_content()), SegmentRole.CELL, cell=address, gap="\n" if column == 1 else "\t"
            )
            down, across = _span(cell.get("rowspan")), _span(cell.get("colspan"))
            self.covered += down * across
            if self.covered > self.limits.cells:
                self.draft.note("too_many_cells", f"only {self.limits.cells:,} cells of tables are read", "split the page")
                return cells
            if segment is not None:
                cells.append(segment)
                filled |= {(number + d, column + a): segment for d in range(1, down) for a in range(across)}
            column += across
        return cells


def letters(column: int) -> str:
    """1 -> A, 27 -> AA, as spreadsheets count."""
    name = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def _names(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''} {element.get('itemprop') or ''}"


def _span(written: str | None) -> int:
    return min(int(written), 200) if written is not None and written.strip().isdigit() and int(written) > 0 else 1
