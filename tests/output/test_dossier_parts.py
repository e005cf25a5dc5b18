"""A dossier shows the pictures of a weapon without what the camera wrote, its candidates with reasons, and its block."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from reclaim.desk.case import Case
from reclaim.desk.demo import CASES, build
from reclaim.desk.dossier import dossier, known
from reclaim.desk.new import new

CAMERA = b"34.52813 by Canary"


def photograph(side: int = 64) -> bytes:
    """A picture into which a camera wrote where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = CAMERA.decode()
    gps = exif.get_ifd(0x8825)
    gps[2] = (34.0, 31.0, 41.0)
    out = io.BytesIO()
    Image.new("RGB", (side, side), (90, 60, 30)).save(out, "JPEG", exif=exif)
    return out.getvalue()


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = new(tmp_path / "case", owner="Desk")
    (tmp_path / "weapon.jpg").write_bytes(photograph())
    (tmp_path / "broken.jpg").write_bytes(photograph()[:80])
    sha = {n: hashlib.sha256((tmp_path / f"{n}.jpg").read_bytes()).hexdigest() for n in ("weapon", "broken")}
    (tmp_path / "sources.csv").write_text(
        f"id,title,sha256,rests_on\ns1,A list,,self\npic,A picture,{sha['weapon']},self\nbad,Another,{sha['broken']},self\n",
        encoding="utf-8")
    (tmp_path / "events.csv").write_text(
        "id,source,kind,date,country,by,basis,rests_on\nE1,s1,seized,2022-05-01,Land,police,serial_read,s1;pic;bad\n"
        "E2,s1,seized,2022-06-01,Land,police,serial_read,s1\n", encoding="utf-8")
    (tmp_path / "event_lines.csv").write_text(
        "id,event,type,serial,make,model\nL1,E1,rifle,W1004340,Colt,M4A1\nL2,E2,rifle,W1004377,Colt,M4A1\n"
        "L3,E2,rifle,W2000000,Colt,M4A1\n", encoding="utf-8")
    (tmp_path / "blocks.csv").write_text("id,make,model,first,last,year,source\nB1,Colt,M4A1,W1004000,W1004999,2012,s1\n",
                                         encoding="utf-8")
    made.add([tmp_path / f"{n}" for n in ("weapon.jpg", "broken.jpg", "sources.csv", "events.csv", "event_lines.csv",
                                          "blocks.csv")])
    return made


def test_a_held_picture_is_shown_without_what_the_camera_wrote(case: Case, tmp_path: Path) -> None:
    shown = known(case, "W1004340").photographs
    assert [(p.width, p.height) for p in shown] == [(64, 64)]
    assert CAMERA not in shown[0].jpeg
    assert len(Image.open(io.BytesIO(shown[0].jpeg)).getexif()) == 0
    page = dossier(case, "W1004340", tmp_path / "d.html").path.read_text(encoding="utf-8")
    assert page.count("data:image/jpeg;base64,") == 1
    document = pypdfium2.PdfDocument(dossier(case, "W1004340", tmp_path / "d.pdf").path)
    assert sum(1 for p in document for o in p.get_objects() if o.type == 3) == 1


def test_others_of_a_block_are_named_and_what_lies_outside_is_not(case: Case) -> None:
    found = known(case, "W1004340").neighbours
    assert [(n.block.id, [name for name, _ in n.others]) for n in found] == [("B1", ["W1004377"])]


def test_a_find_of_a_case_with_registers_shows_its_candidates_and_none(tmp_path: Path) -> None:
    made = build(CASES / "synthetic", tmp_path / "made-up")[0]
    find = next(r for r in made.records() if r.text("serial") == "W7?39988")
    found = known(made, find.key)
    own = [c for c in found.candidates if c.find == find.key]
    none = [c for c in own if c.row == ""]
    assert len(none) == 1
    assert len(own) > 1
    assert all(c.probability + none[0].probability <= 1.0001 for c in own if c.row != "")
    page = dossier(made, find.key, tmp_path / "d.html").path.read_text(encoding="utf-8")
    assert "Is it in a register" in page
    assert "SYNTHETIC" in page
