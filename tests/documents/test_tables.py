"""Tables inside reports: each row a record, with what the words over the table say of all of them."""

from __future__ import annotations

from reclaim import documents
from reclaim.model.proposal import RecordFields

REPORT = """<html><body><article><h1>Arms in Tor</h1><p>The army lost some of them.</p>
<table><caption>Weapons seized in Tor in March 2025</caption>
<tr><th>No</th><th>Weapon</th><th>Qty</th></tr>
<tr><td>1</td><td>M4 carbine</td><td>12</td></tr>
<tr><td>2</td><td>Pistol</td><td>about 40</td></tr>
<tr><td>Total</td><td></td><td>52</td></tr></table>
<p>What was given and what was there is below.</p>
<table><caption>Equipment as of 30 June 2021</caption>
<tr><th>Type</th><th>Provided</th><th>On hand</th></tr>
<tr><td>M16A2 rifle</td><td>12,000</td><td>8,500</td></tr></table></article></body></html>"""


def records(page: str) -> list[RecordFields]:
    return [p.fields for p in documents.read(page.encode(), name="page.html").proposals if isinstance(p.fields, RecordFields)]


def test_the_caption_says_what_befell_the_arms_of_every_row() -> None:
    told = [(r.form, r.event, dict(r.cells)) for r in records(REPORT)[:2]]
    assert told == [
        ("event_lines", "seized", {"type": "M4 carbine", "quantity": "12"}),
        ("event_lines", "seized", {"type": "Pistol", "quantity": "40", "qualifier": "about"}),
    ]


def test_columns_that_are_kinds_of_count_are_a_record_each() -> None:
    told = [(r.form, r.event, dict(r.cells)) for r in records(REPORT)[2:]]
    stated = {"type": "M16A2 rifle", "as_of": "2021-06-30"}
    assert told == [
        ("stock", "", {**stated, "kind": "delivered", "quantity": "12,000"}),
        ("stock", "", {**stated, "kind": "on_hand", "quantity": "8,500"}),
    ]


def test_a_caption_is_part_of_the_text() -> None:
    assert "Weapons seized in Tor in March 2025" in documents.read(REPORT.encode(), name="page.html").text
