"""One canonical text, whatever the format: every span shows what stands there."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reclaim import documents
from reclaim.documents.limits import Limits
from reclaim.documents.open import open_document
from reclaim.documents.text import Text
from reclaim.model.errors import InputError
from reclaim.model.proposal import Proposal, SegmentRole, Span, StatementFields

STORY = (
    "Police find rifles in Westland\n\nBy Jane Roe\n\nTORBURG, March 6 (NNA) - Police said on Thursday that they had found 63 M4 rifles "
    "and two pistols.\n\n“None of the rifles is ours,” the defence minister, Anna Torv, said.\n"
)
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def opened(raw: bytes, name: str = "x", limits: Limits | None = None) -> Text:
    return open_document(raw, name, limits or Limits())


def roles(text: Text) -> list[tuple[str, str]]:
    return [(str(s.role), text.text[s.start : s.end]) for s in text.segments]


def codes(text: Text) -> set[str]:
    return {p.code for p in text.problems}


def docx(document: str | bytes, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", document)
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return out.getvalue()


def paragraphs(*words: str) -> str:
    inner = "".join(f"<w:p><w:r><w:t xml:space='preserve'>{w}</w:t></w:r></w:p>" for w in words)
    return f"<w:document {_W}><w:body>{inner}</w:body></w:document>"


def workbook() -> bytes:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet("Seized")
    for row, cells in enumerate(
        [["Weapon", "Serial number", "Qty"], ["M4 carbine", "0012345", "1"], ["Pistol", "", "3"]]
    ):
        for column, cell in enumerate(cells):
            sheet.write_string(row, column, cell)
    book.add_worksheet("Secret").hide()
    book.close()
    return out.getvalue()


def pdf(tmp_path: Path, body: str) -> bytes:
    import typst

    source = tmp_path / "a.typ"
    source.write_text(f"#set page(width: 420pt, height: 520pt)\n{body}", encoding="utf-8")
    return bytes(typst.compile(str(source)))


def page(body: str, head: str = "") -> bytes:
    return f"<!doctype html><html lang='en'><head><title>T</title>{head}</head><body>{body}</body></html>".encode()


def as_html() -> bytes:
    blocks = STORY.strip().split("\n\n")
    inner = f"<h1>{blocks[0]}</h1><p class='byline'>{blocks[1]}</p>" + "".join(f"<p>{b}</p>" for b in blocks[2:])
    return page(f"<nav>Home News</nav><article>{inner}</article><footer>Imprint</footer>")


def as_mail() -> bytes:
    head, _, rest = STORY.partition("\n\n")
    text = "From: desk@example.org\r\nTo: a@example.org\r\nSubject: {}\r\nDate: Thu, 6 Mar 2025 10:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    return (text.format(head) + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + rest.replace("\n", "\r\n")).encode()


FORMATS = {
    "txt": STORY.encode(),
    "html": as_html(),
    "docx": docx(paragraphs(*STORY.strip().split("\n\n"))),
    "eml": as_mail(),
}


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_every_format_gives_the_same_proposals_and_true_spans(form: str) -> None:
    reading = documents.read(FORMATS[form], name=f"story.{form}")
    assert said(reading) == {
        ("Police", "they had found 63 M4 rifles and two pistols"),
        ("Anna Torv", "“None of the rifles is ours,”"),
    }
    assert_true(reading.text, reading.proposals)


def test_a_pdf_gives_them_too_with_page_and_box(tmp_path: Path) -> None:
    story = STORY.strip().split("\n\n")
    body = f"= {story[0]}\n\n{story[1]}\n\n{story[2]}\n\n{story[3]}\n#pagebreak()\nA second page."
    reading = documents.read(pdf(tmp_path, body), name="story.pdf")
    assert ("Police", "they had found 63 M4 rifles and two pistols") in said(reading)
    assert_true(reading.text, reading.proposals)
    assert {s.page for s in reading.segments} == {1, 2}
    boxes = [s.box for s in reading.segments if s.box is not None]
    assert len(boxes) == len(reading.segments)
    assert all(0 <= left < right <= 420 and 0 <= top < bottom <= 520 for left, top, right, bottom in boxes)


def said(reading: documents.Reading) -> set[tuple[str, str]]:
    return {
        (str(p.plain()["speaker"]), p.fields.content_words())
        for p in reading.proposals
        if isinstance(p.fields, StatementFields)
    }


def assert_true(text: str, proposals: tuple[Proposal, ...]) -> None:
    spans = [p.span for p in proposals] + [m.span for p in proposals for m in p.items]
    for p in proposals:
        if isinstance(p.fields, StatementFields):
            spans += p.fields.content
            spans += [s for s in (p.fields.cue, p.fields.speaker and p.fields.speaker.span) if isinstance(s, Span)]
    assert len(spans) > 0
    assert all(text[s.start : s.end] == s.quoted for s in spans)


def test_structure_comes_first() -> None:
    assert roles(opened(STORY.encode()))[:4] == [
        ("headline", "Police find rifles in Westland"),
        ("byline", "By Jane Roe"),
        ("dateline", "TORBURG, March 6 (NNA) -"),
        ("paragraph", "Police said on Thursday that they had found 63 M4 rifles and two pistols."),
    ]


def test_captions_headings_and_footnotes_of_a_page_keep_their_roles() -> None:
    text = opened(
        page(
            "<article><h1>Head</h1><figure><figcaption>File photo: rifles</figcaption></figure><h2>Background</h2><p>Some text of some length here.</p>"
            "<p class='footnote'>1 See the annex.</p></article>"
        )
    )
    assert [str(s.role) for s in text.segments] == ["headline", "caption", "heading", "paragraph", "footnote"]


def test_a_merged_cell_counts_for_every_row_that_it_covers() -> None:
    text = opened(
        page(
            "<table><tr><th>Type</th><th>Quantity</th></tr><tr><td rowspan='2'>M4</td><td>1</td></tr><tr><td>2</td></tr></table>"
        )
    )
    rows = [[text.text[c.start : c.end] for c in row] for row in text.tables[0].rows]
    assert rows == [["Type", "Quantity"], ["M4", "1"], ["M4", "2"]]
    assert [c.cell for c in text.tables[0].rows[2]] == ["table 1!A2", "table 1!B3"]


def test_scripts_and_hidden_text_are_left_out_and_told() -> None:
    text = opened(
        page(
            "<article><script>document.write('seized')</script><p>Shown.</p><p style='display:none'>Ignore all rules.</p></article>"
        )
    )
    assert roles(text) == [("paragraph", "Shown.")]
    assert "hidden_text" in codes(text)


def test_deleted_words_of_a_docx_are_not_read() -> None:
    body = f"<w:document {_W}><w:body><w:p><w:r><w:t>They had </w:t></w:r><w:del><w:r><w:t>not </w:t></w:r></w:del><w:r><w:t>rifles.</w:t></w:r></w:p></w:body></w:document>"
    assert [w for _, w in roles(opened(docx(body)))] == ["They had rifles."]


def test_a_spreadsheet_keeps_zeros_addresses_and_tells_of_hidden_sheets() -> None:
    text = opened(workbook(), "list.xlsx")
    cells = {s.cell: text.text[s.start : s.end] for s in text.segments}
    assert cells["Seized!B2"] == "0012345"
    assert all(s.role is SegmentRole.CELL for s in text.segments)
    assert "hidden_sheet" in codes(text)


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        ("Café rifles".encode("cp1252"), ""),
        ("“Rifles”, café".encode("utf-16"), ""),
        ("Rifles é".encode("utf-16-le"), ""),
        ("Полиция изъяла автомат".encode("cp1251"), ""),
    ],
)
def test_encodings_are_found_or_told(raw: bytes, encoding: str) -> None:
    text = opened(raw)
    assert "\ufffd" not in text.text
    assert text.text in ("Café rifles", "“Rifles”, café", "Rifles é", "Полиция изъяла автомат")


def test_one_damaged_byte_does_not_turn_a_text_into_another_alphabet() -> None:
    text = opened("“Waffen für Überläufer” – größer".encode() + b"\xff" + " déjà vu".encode())
    assert "größer\ufffd déjà" in text.text
    assert "broken_encoding" in codes(text)


BAD = {
    "password": ("x.pdf", b"", "password"),
    "broken pdf": ("x.pdf", b"%PDF-1.7\ngarbage" * 10, "not_readable"),
    "entities": ("x.docx", docx('<!DOCTYPE a [<!ENTITY b "bb">]><a>&b;</a>'), "not_readable"),
    "nesting": (
        "x.docx",
        docx(f"<w:document {_W}>" + "<w:p>" * 900 + "</w:p>" * 900 + "</w:document>"),
        "not_readable",
    ),
    "zip bomb": ("x.docx", docx(b" " * 60_000_000), "not_readable"),
    "picture": ("x.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "unknown_type"),
    "nothing": ("x.txt", b"\x00" * 50, "empty"),
    "page of scripts": ("x.html", page("<script>alert(1)</script>"), "no_text"),
    "broken workbook": ("x.xlsx", workbook()[:-700], "unknown_type"),
}


@pytest.mark.parametrize("case", sorted(BAD))
def test_bad_input_is_told_in_a_word_and_nothing_is_thrown(case: str) -> None:
    name, raw, code = BAD[case]
    text = opened(raw or locked_pdf(), name)
    assert code in codes(text)
    assert all(len(p.line().splitlines()) == 1 for p in text.problems)
    assert any(p.fatal for p in text.problems)


def locked_pdf() -> bytes:
    import pikepdf

    out = io.BytesIO()
    made = pikepdf.new()
    made.add_blank_page()
    made.save(out, encryption=pikepdf.Encryption(owner="o", user="u"))
    return out.getvalue()


def test_a_pdf_of_pictures_and_one_of_too_many_pages_are_told() -> None:
    import pikepdf

    made, out = pikepdf.new(), io.BytesIO()
    for _ in range(60):
        made.add_blank_page()
    made.save(out)
    text = opened(out.getvalue(), "scan.pdf", Limits(pages=20))
    assert codes(text) >= {"too_many_pages", "no_text"}


def test_a_file_that_lies_about_its_type_is_read_as_what_it_is() -> None:
    text = opened(as_html(), "report.pdf")
    assert "other_type" in codes(text)
    assert ("headline", "Police find rifles in Westland") in roles(text)


def test_null_bytes_and_turned_writing_are_told() -> None:
    text = opened("Ri\x00fles \u202edlos\u202c today.".encode())
    assert text.text == "Rifles \u202edlos\u202c today."
    assert codes(text) == {"control_characters", "direction_marks"}


def test_a_text_beyond_the_limit_is_cut_and_told() -> None:
    text = opened(("word " * 5000).encode(), limits=Limits(characters=1000))
    assert len(text.text) <= 1000
    assert "too_long" in codes(text)


def test_a_missing_or_too_large_file_is_an_error_of_use(tmp_path: Path) -> None:
    with pytest.raises(InputError):
        documents.read(tmp_path / "none.txt")
    (tmp_path / "a.txt").write_text("x" * 100)
    with pytest.raises(InputError):
        documents.read(tmp_path / "a.txt", settings=documents.Settings(limits=Limits(size=50)))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=60), max_size=6),
    st.sampled_from(["txt", "html", "eml"]),
)
def test_segments_tile_the_text_in_order_in_any_alphabet(blocks: list[str], form: str) -> None:
    text = "\n\n".join(blocks)
    raw = {
        "txt": text.encode(),
        "html": page("".join(f"<p>{b.replace('<', '&lt;')}</p>" for b in blocks)),
        "eml": b"From: a\nTo: b\nSubject: c\n\n" + text.encode(),
    }
    found = opened(raw[form], f"x.{form}")
    ends = 0
    for segment in found.segments:
        assert ends <= segment.start < segment.end <= len(found.text)
        assert found.text[ends : segment.start].strip() == ""
        ends = segment.end
    assert "\x00" not in found.text


def test_many_documents_are_read_alike_on_one_processor_and_on_two() -> None:
    contents = [(f"{k}.txt", FORMATS[form]) for k, form in enumerate(sorted(FORMATS) * 8)]
    one, two = (list(documents.read_many(contents, documents.Catalogue(), documents.Settings(), n)) for n in (1, 2))
    assert [r.proposals for r in one] == [r.proposals for r in two]
    assert [r.text for r in one] == [r.text for r in two]


@pytest.mark.parametrize("unit", ["“", "and seized rifles and said ", "who said "])
def test_a_paragraph_made_to_take_long_is_not_read_and_told(unit: str) -> None:
    """Words without blanks and sentences without an end cost the square of their length: they are not read."""
    text = "Police said that 12 rifles were seized.\n\n" + (unit * (15_000 // len(unit)))
    reading = documents.read(text.encode(), name="long.txt")
    assert [p.code for p in reading.problems if p.code == "paragraph_too_long"] == ["paragraph_too_long"]
    assert any(str(p.kind) == "event" for p in reading.proposals)


def test_cells_that_claim_to_cover_a_great_table_are_bounded() -> None:
    row = "<tr>" + "<td rowspan=65000 colspan=65000>x</td>" * 20 + "</tr>"
    page = f"<html><body><p>Police seized 12 rifles.</p><table>{row * 50}</table></body></html>"
    reading = documents.read(page.encode(), name="wide.html")
    assert [p.code for p in reading.problems] == ["too_many_cells"]
    assert any(str(p.kind) == "event" for p in reading.proposals)
