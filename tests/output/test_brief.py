"""The brief: computed from records, the same twice, whole with one record or none, and as good for another case."""

from __future__ import annotations

import math
import random
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from reclaim.desk.brief import brief
from reclaim.desk.case import Case
from reclaim.desk.demo import CASES, build
from reclaim.desk.dossier import dossier, known
from reclaim.desk.findings import findings
from reclaim.desk.new import new
from reclaim.model.brief import Run, runs_of
from reclaim.model.errors import UsageError
from reclaim.model.handling import Tlp
from reclaim.output.brief.compose import compose

INVENTED = Path(__file__).parent.parent / "cases" / "invented"


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return build(CASES / "afghanistan-2021", tmp_path_factory.mktemp("real") / "case")[0]


@pytest.fixture(scope="module")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Case:
    return build(INVENTED, tmp_path_factory.mktemp("invented") / "case")[0]


class Links(HTMLParser):
    """The anchors that a page has, and those that it points at."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.targets: set[str] = set()
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self.ids.add(named.get("id") or "")
        self.scripts += tag == "script"
        if tag == "a" and (named.get("href") or "").startswith("#"):
            self.targets.add((named.get("href") or "")[1:])


def numbers(text: str) -> list[str]:
    """The figures in a text, without the commas of thousands."""
    return [n.replace(",", "") for n in re.findall(r"(?<![\w#.-])\d{1,3}(?:,\d{3})+|\d{2,}(?![\w-])", text)]


def stated(case: Case) -> list[tuple[str, Run]]:
    """The figures of a brief that rest on one record: what the table of stated figures and the answer print."""
    made = compose(findings(case), Tlp.CLEAR)
    runs = [r for line in made.answer for r in line] + [r for s in made.sections for b in s.blocks for r in runs_of(b)]
    return [(n, r) for r in runs if len(r.notes) == 1 and r.notes[0].startswith("stock#") for n in numbers(r.text)]


def by_words(cells: dict[str, str]) -> set[int]:
    """The bounds that a record's words give, worked out here once more from the design's table."""
    word, text = cells.get("qualifier", "exact"), cells.get("quantity", "").replace(",", "")
    if text == "":
        return {{"dozens": 24, "hundreds": 200, "thousands": 2000, "several": 3}.get(word, 0)}
    n = int(text)
    unit = 10 ** (len(text) - len(text.rstrip("0")))
    half = max(unit / 2, n / 20)
    return {"more_than": {n + 1}, "about": {math.floor(n - half), math.ceil(n + half)},
            "nearly": {math.floor(n * 9 / 10)}, "half_of": {n // 2, -(-n // 2)},
            "at_least_half_of": {n // 2}}.get(word, {n})


@pytest.mark.parametrize("which", ["real", "invented"])
def test_figures_drawn_at_random_stand_in_the_words_of_their_record(which: str, request: pytest.FixtureRequest) -> None:
    case: Case = request.getfixturevalue(which)
    found = stated(case)
    by_key = {r.key: r for r in case.records()}
    for number, run in random.Random(7).sample(found, min(50, len(found))):
        cells = by_key[run.notes[0]].cells()
        words = " ".join(cells.values()).replace(",", "")
        assert number in words or int(number) in by_words(cells), f"{run.text} rests on {run.notes[0]}: {words}"
    assert len(found) >= (30 if which == "real" else 4)


def test_every_note_and_source_is_a_click_away_and_nothing_runs(real: Case, tmp_path: Path) -> None:
    page = brief(real, tmp_path / "b.html").path.read_text(encoding="utf-8")
    links = Links()
    links.feed(page)
    assert links.targets <= links.ids
    assert sum(t.startswith("note-") for t in links.targets) > 50
    assert links.scripts == 0
    assert "http://" not in re.sub(r"http://www\.w3\.org/\S+", "", page.split("<h2 id=\"notes\">")[0])
    assert real.head() in page


def test_the_same_bytes_twice(invented: Case, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    for ending in ("html", "pdf"):
        first = brief(invented, tmp_path / f"a.{ending}").path.read_bytes()
        assert first == brief(invented, tmp_path / f"b.{ending}").path.read_bytes()
        assert len(first) > 10_000


def test_pdf_is_archival_and_of_a_length_to_be_read(real: Case, tmp_path: Path) -> None:
    import pypdfium2

    path = brief(real, tmp_path / "b.pdf").path
    assert b"pdfaid" in path.read_bytes() or b"pdfa" in path.read_bytes().lower()
    document = pypdfium2.PdfDocument(path)
    assert 6 <= len(document) <= 12
    first = document[0].get_textpage().get_text_range()
    assert "American weapons" in first
    assert real.head() in first.replace("\r\n", "").replace("\n", "")


@pytest.mark.parametrize("records", [0, 1])
def test_a_case_with_one_record_or_none_gives_a_sensible_brief(records: int, tmp_path: Path) -> None:
    case = new(tmp_path / "case", owner="Desk")
    if records == 1:
        (tmp_path / "sources.csv").write_text("id,title\ns1,A report\n", encoding="utf-8")
        case.add([tmp_path / "sources.csv"])
    page = brief(case, tmp_path / "b.html").path.read_text(encoding="utf-8")
    assert "answers nothing" in page
    assert brief(case, tmp_path / "b.pdf").path.stat().st_size > 5_000


def test_synthetic_stands_on_the_brief_of_a_made_up_case(invented: Case, tmp_path: Path) -> None:
    assert "SYNTHETIC" in brief(invented, tmp_path / "b.html").path.read_text(encoding="utf-8")


def test_names_of_every_script_are_set_and_hostile_ones_are_words(tmp_path: Path) -> None:
    case = new(tmp_path / "case", owner="<script>alert(1)</script>")
    (tmp_path / "sources.csv").write_text("id,title,rests_on\ns1,قندهار Кабул 喀布尔 <b>x</b>,self\n", encoding="utf-8")
    (tmp_path / "stock.csv").write_text(
        "id,source,as_of,holder,type,quantity,kind,stated_by,scope_words\n"
        "H1,s1,2021-08-15,حركة,rifle,1200,left,<img src=x onerror=alert(1)>,喀布尔\n", encoding="utf-8")
    case.add([tmp_path / "sources.csv", tmp_path / "stock.csv"])
    page = brief(case, tmp_path / "b.html").path.read_text(encoding="utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "喀布尔" in page
    assert brief(case, tmp_path / "b.pdf").path.stat().st_size > 5_000


def test_where_stock_is_kept_now_is_not_printed(tmp_path: Path) -> None:
    case = new(tmp_path / "case", owner="Desk")
    (tmp_path / "sources.csv").write_text("id,title,rests_on\ns1,A list,self\n", encoding="utf-8")
    (tmp_path / "stock.csv").write_text(
        "id,source,as_of,holder,place,province,country,precision,type,quantity,kind\n"
        "H1,s1,2021-08-15,army,Depot Secretville,North,Land,point,rifle,1200,on_hand\n", encoding="utf-8")
    case.add([tmp_path / "sources.csv", tmp_path / "stock.csv"])
    assert "Secretville" not in brief(case, tmp_path / "b.html").path.read_text(encoding="utf-8")


def test_a_brief_is_pdf_or_html(invented: Case, tmp_path: Path) -> None:
    with pytest.raises(UsageError):
        brief(invented, tmp_path / "b.docx")


def test_a_dossier_holds_the_chain_and_only_its_own_retrieval(real: Case, tmp_path: Path) -> None:
    page = dossier(real, "W1004340", tmp_path / "d.html").path.read_text(encoding="utf-8")
    assert "Chain of custody" in page
    assert "Colt to Afghan National Defense" in page
    found = known(real, "W1004340")
    assert all(m.item != "" for m in found.matters)
    with pytest.raises(UsageError):
        dossier(real, "no such thing", tmp_path / "d.html")


def test_what_the_trade_writes_passes_the_sieve() -> None:
    from reclaim.output.secrets import sieve

    for text in ("1005-01-128-9936", "W1004340", "56-1 AB 3204817", "5.56x45mm", "2021-08-15/2021-09-01", "GAO-17-667R",
                 "$7.12 bn of 18.6", "R039, R045", "about 316,260", "found at Aglar, Pulwama", "T6472-16 AI 06927",
                 "S/N 016 1234567", "lot 8J5MG5H9", "long 12 gauge", "phone video of 2021-09-03", "mobile launcher 9P140",
                 "WhatsApp message of 2021-08-15", "cell: 12"):
        assert sieve(text) == (text, ())
