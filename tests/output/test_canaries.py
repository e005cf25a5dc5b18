"""Secrets planted in every column that can be imported come out of no writer, and what was withheld is said."""

from __future__ import annotations

import csv
import json
import zipfile
from pathlib import Path

import pyarrow.parquet as pq
import pypdfium2
import pytest

from reclaim.desk.brief import brief
from reclaim.desk.case import Case
from reclaim.desk.dossier import dossier
from reclaim.desk.export import export
from reclaim.desk.new import new
from reclaim.model.form import FORM_OF
from reclaim.model.record import RecordKind

# Each is a secret of another kind, with the words before it by which it is known; none may stand in what leaves.
SECRETS = (
    ("", "34.52813, 69.17233"), ("", "34°31'41\"N 69°10'20\"E"), ("", "42SWD 12345 67890"), ("", "42SXE1357924680"),
    ("", "N35.61947 E070.28361"), ("lat ", "33.94162"), ("UTM ", "42S 515822 3820874"), ("", "8J5MG5H9+2V"),
    ("", "///filled.canary.soap"), ("geo:", "31.61332,65.71013"), ("", "+93 70 123 4567"), ("", "0300-1234567"),
    ("", "(0092) 300 7654321"), ("tel: ", "0709876543"), ("WhatsApp ", "0701 234 567"), ("هاتف ", "٠٧٠١٢٣٤٥٦٧"),
    ("", "canary@example.org"), ("", "12345-1234567-1"), ("", "123-45-6789"), ("passport no. ", "AB1234567"),
    ("tazkira no ", "1234-5678-90123"), ("", "784-1980-1234567-1"), ("born on ", "12 March 1980"),
    ("DOB: ", "1981-04-13"), ("дата рождения: ", "14.05.1982"), ("suspect: ", "Canary Birdman"),
    ("son of ", "Canary Oldman"), ("s/o ", "Canary Youngman"), ("المشتبه به ", "أحمد كناري"),
    ("", "House 12, Street 4"),
)
CANARIES = tuple(before + secret for before, secret in SECRETS)
NOTE = "TLP:RED the bird sings at dawn"

ROWS = {
    "sources": {"id": "s1", "title": "T", "rests_on": "self"},
    "types": {"id": "gun", "name": "gun", "parent": "weapon", "source": "s1"},
    "parties": {"id": "army", "name": "The Army", "kind": "armed_forces", "part_of": "", "source": "s1"},
    "stock": {"id": "H1", "source": "s1", "as_of": "2021-08-15", "type": "rifle", "quantity": "7", "kind": "left",
              "holder": "army"},
    "events": {"id": "E1", "source": "s1", "kind": "seized", "date": "2022-05-01", "country": "Land",
               "basis": "item_list", "by": "police"},
    "event_lines": {"id": "L1", "event": "E1", "type": "rifle", "serial": "ZK 4471"},
    "statements": {"id": "S1", "source": "s1", "speaker": "spokesman", "party": "army", "date": "2022-06-01",
                   "quote": "We hold all rifles"},
    "claims": {"id": "C1", "statement": "S1", "form": "holds_all", "subject": "army", "scope_types": "rifle",
               "polarity": "affirmed"},
    "steps": {"id": "G1", "source": "s1", "scope_or_item": "rifles", "step": "demanded", "by": "ministry",
              "date": "2022-07-01"},
    "prices": {"id": "P1", "source": "s1", "type": "rifle", "low": "5", "high": "9", "currency": "USD", "unit": "1"},
    "blocks": {"id": "B1", "make": "Maker", "model": "M", "first": "A1", "last": "A9", "year": "1999", "source": "s1"},
}
TIED = {"id", "source", "event", "statement"}


def rows_of(name: str, row: dict[str, str], secret: str) -> list[dict[str, str]]:
    """The plain row, and for each column one more row with the secrets in that column."""
    rows = [row]
    for column in FORM_OF[RecordKind(name)].columns:
        if column not in TIED:
            for place, text in enumerate((secret, NOTE)):
                planted = f"{row.get(column, '')} {text}".strip()
                apart = {"serial": f"ZK {5000 + len(rows)}"} if "serial" in row else {}
                rows.append(row | {"id": f"{row['id']}-{column}-{place}"} | apart | {column: planted})
    return rows


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Case:
    folder = tmp_path_factory.mktemp("canaries")
    case = new(folder / "case", owner="Desk")
    files = []
    for name, row in ROWS.items():
        rows = rows_of(name, row, " | ".join(CANARIES).replace(";", ","))
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, sorted({c for r in rows for c in r}))
            writer.writeheader()
            writer.writerows(rows)
        files.append(folder / f"{name}.csv")
    added = case.add(files)
    assert len(added.added) > 60
    return case


def words(path: Path) -> str:
    """Everything that a reader of a file can see in it."""
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(path)
        return " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in document)
    if path.suffix == ".xlsx":
        with zipfile.ZipFile(path) as book:
            return " ".join(book.read(name).decode("utf-8", "replace") for name in book.namelist())
    if path.suffix == ".parquet":
        table = pq.read_table(path)
        return f"{table.to_pylist()} {table.schema.metadata}"
    if path.suffix in (".json", ".geojson"):
        return json.dumps(json.loads(path.read_text(encoding="utf-8")), ensure_ascii=False)
    return path.read_text(encoding="utf-8")


@pytest.mark.slow
def test_thirty_canaries_come_out_of_no_writer(planted: Case, tmp_path: Path) -> None:
    assert len(set(CANARIES)) == 30
    withheld = [*brief(planted, tmp_path / "b.html").withheld, *brief(planted, tmp_path / "b.pdf").withheld]
    withheld += dossier(planted, "ZK 4471", tmp_path / "d.html").withheld
    withheld += dossier(planted, "ZK 4471", tmp_path / "d.pdf").withheld
    for form in ("csv", "json", "parquet"):
        withheld += export(planted, tmp_path / form, form).withheld
    export(planted, tmp_path / "t.xlsx")
    export(planted, tmp_path / "e.geojson")
    written = [p for p in sorted(tmp_path.rglob("*")) if p.is_file()]
    assert {p.suffix for p in written} == {".html", ".pdf", ".csv", ".json", ".parquet", ".xlsx", ".geojson", ".txt"}
    for path in written:
        text = words(path).replace("&#39;", "'").replace("&#34;", '"').replace("&quot;", '"')
        assert "rifle" in text or "Land" in text or path.suffix in (".json", ".csv", ".parquet", ".txt"), path
        for secret in (*(secret for _, secret in SECRETS), "the bird sings"):
            assert secret not in text, f"{secret!r} stands in {path.name}"
    for what in ("exact point", "telephone", "identity number", "date of birth", "private person", "fewer eyes"):
        assert any(what in line for line in withheld), what


def test_a_folder_of_tables_says_its_marking_and_what_each_column_holds(planted: Case, tmp_path: Path) -> None:
    export(planted, tmp_path / "tables", "csv")
    told = (tmp_path / "tables" / "about.txt").read_text(encoding="utf-8")
    assert "handling: TLP:AMBER" in told
    assert "a telephone number was withheld" in told
    assert planted.head() in told
    for path in (tmp_path / "tables").glob("*.csv"):
        for column in path.read_text(encoding="utf-8").split("\n", 1)[0].split(","):
            assert f"  {column}:" in told, (path.name, column)
