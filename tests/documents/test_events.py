"""What befell arms, and whether it happened at all; tables as records; possible links to what a case holds."""

from __future__ import annotations

import pytest

from reclaim import documents
from reclaim.documents import Held
from reclaim.model.proposal import EventFields, LinkFields, Proposal, RecordFields


def events(text: str, **more: object) -> list[dict[str, object]]:
    reading = documents.read(text.encode(), settings=documents.Settings(**more))
    return [p.plain() for p in reading.proposals if isinstance(p.fields, EventFields)]


def event(text: str) -> dict[str, object]:
    (found,) = events(text)
    return found


def test_an_event_has_lines_actors_place_and_date() -> None:
    (found,) = events("Police seized 14 rifles from smugglers in Tor province on 6 March 2025.")
    told = {
        k: found[k] for k in ("event", "by", "from", "place", "precision", "date", "date_basis", "modality", "happened")
    }
    assert told == {
        "event": "seized",
        "by": "Police",
        "from": "smugglers",
        "place": "Tor province",
        "precision": "province",
        "date": "2025-03-06",
        "date_basis": "exact",
        "modality": "asserted",
        "happened": True,
    }
    assert [(m["quantity"], m["written"]) for m in found["items"]] == [("14", "rifles")]  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "modality", "polarity"),
    [
        ("The army will destroy 40 rifles.", "proposed", "affirmed"),
        ("The army plans to destroy 40 rifles.", "proposed", "affirmed"),
        ("The army might have lost 40 rifles.", "possible", "affirmed"),
        ("The army did not lose 40 rifles.", "asserted", "denied"),
        ("No rifles were lost.", "asserted", "denied"),
        ("The army denied that it lost 40 rifles.", "asserted", "denied"),
        ("The army failed to recover 40 rifles.", "asserted", "denied"),
        ("The army managed to recover 40 rifles.", "asserted", "affirmed"),
        ("The plan for the recovery of the rifles was discussed.", "proposed", "affirmed"),
        ("Norland demanded the return of 40 rifles.", "demanded", "affirmed"),
        ("If the army recovers the rifles, it will count them.", "conditional", "affirmed"),
        ("Soldiers reportedly lost 40 rifles.", "reported", "affirmed"),
    ],
)
def test_a_retrieval_that_is_planned_is_not_one_that_happened(text: str, modality: str, polarity: str) -> None:
    found = events(text)[0]
    assert (found["modality"], found["polarity"]) == (modality, polarity)
    assert found["happened"] is (modality in ("asserted", "reported") and polarity == "affirmed")


@pytest.mark.parametrize(
    ("text", "kind", "by", "to"),
    [
        ("Rifles left there were used by rebels.", "used", "rebels", ""),
        ("The rifles, which rebels captured, were old.", "captured", "rebels", ""),
        ("The army handed over 12 rifles to Norland.", "transferred", "The army", "Norland"),
        ("Norland gave the rebels 12 rifles.", "transferred", "Norland", "the rebels"),
        ("The seizure of 12 rifles by customs officers was announced.", "seized", "customs officers", ""),
        ("The rifles have been found being used by rebels.", "used", "rebels", ""),
    ],
)
def test_passives_relatives_and_nouns(text: str, kind: str, by: str, to: str) -> None:
    found = events(text)[0]
    assert (found["event"], found["by"], found["to"]) == (kind, by, to)


def test_an_event_knows_the_statement_that_it_stands_in() -> None:
    reading = documents.read(b"The minister said that rebels used 12 rifles.")
    told = {p.name: p for p in reading.proposals}
    assert told["e1"].plain()["said_in"] == "s1"
    (claim,) = told["s1"].plain()["claims"]  # type: ignore[misc]
    assert (claim["form"], claim["subject"], claim["scope_types"]) == ("used_by", "rebels", ["rifle"])  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "form", "polarity"),
    [
        ("The army said that all weapons are under its full control.", "holds_all", "affirmed"),
        ("The army rejected claims of smuggling or loss of weapons.", "lost_or_sold", "denied"),
        ("The army said no weapons had been lost.", "lost_or_sold", "denied"),
        ("Norland demanded the return of the rifles.", "wants", "affirmed"),
        ("Norland backed the plan to retrieve the rifles.", "supports", "affirmed"),
        ("Norland refused to return the rifles.", "refuses", "affirmed"),
        ("The general said that 300 rifles were left behind in Norland.", "left", "affirmed"),
        ("The general said that the rifles had been destroyed.", "destroyed", "affirmed"),
    ],
)
def test_clear_words_make_a_proposition(text: str, form: str, polarity: str) -> None:
    reading = documents.read(text.encode())
    claims = [c for p in reading.proposals for c in p.plain().get("claims", [])]  # type: ignore[attr-defined]
    assert [(c["form"], c["polarity"]) for c in claims] == [(form, polarity)]


PAGE = """<html><body><article><h1>Seized in March</h1><p>The list of rifles seized by police follows.</p><table>
<tr><th>Weapon</th><th>Serial number</th><th>District</th><th>Name of accused</th><th>Bore</th></tr>
<tr><td>M4 carbine</td><td>W0012345</td><td>Tor</td><td>A. B.</td><td>5.56</td></tr>
<tr><td>Pistol</td><td>0077</td><td>Osk</td><td>C. D.</td><td>9</td></tr>
<tr><td>Total</td><td>2</td><td></td><td></td><td></td></tr></table></article></body></html>"""


def test_rows_of_a_table_become_records_without_personal_columns() -> None:
    reading = documents.read(PAGE.encode(), name="list.html")
    rows = [p for p in reading.proposals if isinstance(p.fields, RecordFields)]
    assert [p.plain()["cells"] for p in rows] == [
        {"place": "Tor", "serial": "W0012345", "type": "M4 carbine"},
        {"place": "Osk", "serial": "0077", "type": "Pistol"},
    ]
    assert [p.plain()["extra"] for p in rows] == [[["Bore", "5.56"]], [["Bore", "9"]]]
    assert "A. B." not in str([p.fields for p in rows])
    assert [p.cell for p in rows] == ["table 1!A2", "table 1!A3"]
    assert all(reading.text[p.span.start : p.span.end] == p.span.quoted for p in rows)


def links(text: str, *held: Held) -> list[Proposal]:
    reading = documents.read(text.encode(), documents.Catalogue(held=held))
    return [p for p in reading.proposals if isinstance(p.fields, LinkFields)]


def test_the_same_event_is_marked_possible_with_the_slots_compared() -> None:
    held = Held("events#R1", "event", "seized", ("rifle",), "Police", "Tor", "2025-03")
    (link,) = links("Police seized 14 rifles in Tor province on 6 March 2025.", held)
    plain = link.plain()
    assert (plain["relation"], plain["possible"], plain["to"]) == ("same_event", True, "events#R1")
    compared = {s["slot"]: s["compared"] for s in plain["slots"]}  # type: ignore[attr-defined, index]
    assert (compared["place"], compared["date"]) == ("agrees", "agrees")
    elsewhere = Held("events#R2", "event", "seized", ("rifle",), "Police", "Osk", "2025-03")
    assert links("Police seized 14 rifles in Tor province on 6 March 2025.", elsewhere) == []


def test_a_contradiction_and_an_echo_are_told_apart() -> None:
    claim = Held("claims#C1", "claim", "holds_all", ("weapon",), "army", polarity="affirmed")
    (link,) = links("The minister said that rebels used army weapons.", claim)
    assert link.plain()["relation"] == "contradicts"
    words = "all our weapons are safe and under the full control of the army"
    quote = Held("statements#S1", "statement", by="Anna Torv", quote=words)
    echoes = [p for p in links(f"“{words.capitalize()},” Anna Torv said.", quote) if p.plain()["relation"] == "echo"]
    assert len(echoes) == 1


SAID: dict[str, tuple[str, str, str, bool]] = {
    "The Taliban claimed to have captured 20 Humvees in Kunduz.": ("captured", "asserted", "affirmed", True),
    "Neither the army nor the police has received any of the 40 rifles.": ("received", "asserted", "denied", False),
    "Police denied that 12 pistols had gone missing.": ("lost", "asserted", "denied", False),
    "Twelve rifles are missing, the army said.": ("lost", "asserted", "affirmed", True),
    "12 pistols went missing from the armoury.": ("lost", "asserted", "affirmed", True),
    "The ministry asked the United Nations to verify that the 1,200 rifles had been destroyed.": (
        "destroyed", "demanded", "affirmed", False),
    "Kabul said it would return the rifles if it was paid.": ("returned", "conditional", "affirmed", False),
    "Soldiers burned 40 rifles.": ("destroyed", "asserted", "affirmed", True),
}  # fmt: skip


@pytest.mark.parametrize("text", sorted(SAID))
def test_how_it_is_put_says_whether_it_happened(text: str) -> None:
    found = event(text)
    assert (found["event"], found["modality"], found["polarity"], found["happened"]) == SAID[text]


def test_what_is_denied_is_denied_once() -> None:
    """A headline of the Taliban's denial: neither the event nor the proposition is affirmed."""
    reading = documents.read(b"Taliban deny selling US weapons to militants", name="note.txt")
    claims = [c for p in reading.proposals for c in p.plain().get("claims", [])]  # type: ignore[attr-defined]
    assert [(c["form"], c["subject"], c["polarity"]) for c in claims] == [("transferred", "Taliban", "denied")]


def test_we_in_a_quotation_is_the_speaker() -> None:
    assert event("“We have not sold a single rifle,” Anna Torv said.")["by"] == "Anna Torv"
