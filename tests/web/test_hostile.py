"""Whatever somebody wrote into a field, it is shown as he wrote it, and is no part of the page."""

from __future__ import annotations

import csv
from html.parser import HTMLParser
from pathlib import Path

from tests.web.conftest import INVENTED, visit

from reclaim.desk.demo import build
from reclaim.desk.register import Asked, add

HOSTILE = '<img src=x onerror=alert(1)>"\'</script><script>alert(1)</script>{{7*7}}'
KEPT = {"parties": ("name",), "sources": ("title", "publisher", "address"), "types": ("name",),
        "statements": ("speaker", "quote"), "events": ("place",), "stock": ("scope_words", "type_as_written"),
        "event_lines": ("serial", "make", "model")}


class Looked(HTMLParser):
    """The elements and attributes that a page brings with it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        if tag == "script" and not (held.get("src") or "").startswith("/static/"):
            self.wrong.append(f"script {held}")
        if tag == "img" and not (held.get("src") or "").startswith("/"):
            self.wrong.append(f"img {held}")
        self.wrong += [name for name in held if name.startswith("on")]
        self.wrong += [f"{n}={v}" for n, v in attrs if n in ("href", "src", "action") and v is not None
                       and v.lower().startswith(("javascript:", "data:"))]


def hostile(folder: Path) -> Path:
    """The made-up case with hostile words in every field of words."""
    for path in sorted(INVENTED.iterdir()):
        text = path.read_text("utf-8")
        if path.stem not in KEPT or path.suffix != ".csv":
            (folder / path.name).write_text(text, encoding="utf-8")
            continue
        rows = list(csv.DictReader(text.splitlines()))
        for n, row in enumerate(rows):
            row |= {name: f"{HOSTILE}{n}" for name in KEPT[path.stem] if row.get(name, "") != ""}
        with (folder / path.name).open("w", encoding="utf-8", newline="") as file:
            out = csv.DictWriter(file, list(rows[0]))
            out.writeheader()
            out.writerows(rows)
    return folder


def test_hostile_words_in_every_field_are_words(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    case = build(hostile(tmp_path / "in"), tmp_path / "case")[0]
    (tmp_path / "r.csv").write_text(f'Serial,Make,Date\nK1,"{HOSTILE.replace(chr(34), chr(34) * 2)}",=cmd()\n', "utf-8")
    add(case, [tmp_path / "r.csv"], Asked("shipping", "shipped", HOSTILE))
    seen = visit(case)
    state, met = seen.door.desk.state(), 0
    paths = ["/", "/claims", "/items", "/accounts?unknown=show", "/retrieval", "/registers", "/registers/shipping",
             "/sources", "/history", f"/search?q={HOSTILE}", f"/trace?mark={HOSTILE}", f"/decide?subject={HOSTILE}",
             "/nope<script>", *(f"/items/{i.id}" for i in state.assembly.items[:3]),
             *(f"/claims/{v.claim}" for v in state.claims.verdicts if v.claim != ""),
             *(f"/sources/{k}" for k in list(state.findings.sources)[:4]),
             *(f"/records/{k.replace('#', '%23')}" for k in list(state.findings.notes)[::9])]
    for path in paths:
        answer = seen.browser.get(path)
        assert answer.status_code < 500, path
        assert Looked(answer.text).wrong == [], path
        assert "<script>alert" not in answer.text
        met += "&lt;img src=x onerror" in answer.text
    assert met > 10
