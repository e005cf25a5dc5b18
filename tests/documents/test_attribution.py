"""Who said what to whom: one sentence for each way in which English puts words in somebody's mouth."""

from __future__ import annotations

import pytest

from reclaim import documents
from reclaim.documents.actors import Cast
from reclaim.model.party import Party
from reclaim.model.proposal import Proposal, Span, StatementFields

ARMS = " They spoke of rifles."


def statements(text: str, **settings: object) -> list[Proposal]:
    reading = documents.read(
        text.encode(),
        documents.Catalogue((), (Party("norland", "Norland", ("Norlanders",)),)),
        documents.Settings(everything=True, **settings),
    )
    return [p for p in reading.proposals if isinstance(p.fields, StatementFields)]


def said(text: str, **settings: object) -> list[tuple[str, str]]:
    return [(str(p.plain()["speaker"]), str(p.plain()["content"])) for p in statements(text, **settings)]


WAYS = {
    "The minister said that all rifles were safe.": [("The minister", "all rifles were safe")],
    "All rifles were safe, the minister said.": [("The minister", "All rifles were safe")],
    "All rifles, the minister said, were safe.": [("The minister", "All rifles were safe")],
    "According to the minister, all rifles were safe.": [("the minister", "all rifles were safe")],
    "“All rifles are safe,” said Anna Torv.": [("Anna Torv", "“All rifles are safe,”")],
    "“All rifles are safe,” Torv said. “We counted them.”": [("Torv", "“All rifles are safe,” “We counted them.”")],
    "Torv vowed to return the rifles.": [("Torv", "to return the rifles")],
    "Torv rejected the claim.": [("Torv", "the claim")],
    "The rifles, claimed by the rebels to be under their control, were sold.": [
        ("the rebels", "The rifles to be under their control")
    ],
    "They kept the rifles, which the rebels deem essential.": [("the rebels", "the rifles essential")],
    "The minister described the rebels as thieves.": [("The minister", "the rebels as thieves")],
    "Officials noted the loss, adding that it was small.": [("Officials", "the loss"), ("Officials", "it was small")],
    "The rebels’ claim that the rifles were bought is false.": [("the rebels", "the rifles were bought")],
    "It was announced that 20 rifles had been found.": [("", "20 rifles had been found")],
    "Torv was quoted as saying that the rifles were old.": [("Torv", "the rifles were old")],
}


@pytest.mark.parametrize("text", sorted(WAYS))
def test_ways_of_saying(text: str) -> None:
    assert [(w.lower(), c) for w, c in said(text)] == [(w.lower(), c) for w, c in WAYS[text]]


def test_a_headline_with_a_colon_or_a_verb_is_an_attribution() -> None:
    body = "\n\nNorland said on Monday that it had lost 40 rifles. The army of Norland was silent."
    assert said(f"Norland: 40 Rifles Lost{body}")[0] == ("Norland", "40 Rifles Lost")
    assert said(f"Norland Backs Plan To Return Rifles{body}")[0] == ("Norland", "Plan To Return Rifles")


def test_a_saying_inside_a_saying_names_its_parent() -> None:
    outer, inner = statements(
        "Norland’s minister reportedly told the envoy that the army denies the theft of the rifles."
    )
    assert outer.plain()["addressee"] == "the envoy"
    assert outer.plain()["hedges"] == ["reportedly"]
    assert outer.plain()["modality"] == "reported"
    assert (inner.plain()["parent"], inner.plain()["polarity"]) == (outer.name, "denied")


@pytest.mark.parametrize(
    ("text", "modality", "polarity"),
    [
        ("Norland denied that rifles were sold.", "asserted", "denied"),
        ("Norland urged the army to return the rifles.", "demanded", "affirmed"),
        ("Norland demanded the rifles back.", "demanded", "affirmed"),
        ("Norland proposed to buy the rifles.", "proposed", "affirmed"),
        ("Norland said that the rifles could be lost.", "possible", "affirmed"),
        ("Norland said it would return the rifles.", "conditional", "affirmed"),
        ("Norland reportedly said that the rifles were lost.", "reported", "affirmed"),
        ("Norland did not say that the rifles were lost.", "asserted", "denied"),
    ],
)
def test_how_it_is_put(text: str, modality: str, polarity: str) -> None:
    plain = statements(text)[0].plain()
    assert (plain["modality"], plain["polarity"]) == (modality, polarity)


def test_pronouns_and_roles_are_resolved_within_the_document_or_left_open() -> None:
    text = "Foreign Ministry spokesman Karl Brand said the rifles were safe. He said they were counted.\n\nThe spokesman said none was sold.\n\nShe said nothing of the pistols that they had lost."
    speakers = [p.plain()["speaker"] for p in statements(text)]
    assert speakers[:3] == ["Karl Brand"] * 3
    two = "Spokesman Karl Brand said rifles were safe. Spokesman Jan Holm said rifles were lost.\n\nThe spokesman said none was sold."
    last = statements(two)[-1].plain()
    assert last["speaker"] == "The spokesman"
    assert last["left_open"] == "several were named with that role: Jan Holm, Karl Brand"
    assert statements("He said the rifles were safe.")[0].plain()["left_open"] == "no person was named before"


def test_quotations_over_several_sentences_stay_whole() -> None:
    text = "“We found rifles. They were old. If you want them back, ask,” Torv said."
    assert said(text) == [("Torv", "“We found rifles. They were old. If you want them back, ask,”")]
    assert statements(text)[0].plain()["quote_type"] == "direct"


def test_scare_quotes_make_a_mixed_quotation() -> None:
    assert statements("Torv said the rifles were “under full control” of the army.")[0].plain()["quote_type"] == "mixed"


def test_the_date_is_that_of_the_saying_and_as_precise_as_it_is() -> None:
    plain = statements("Torv said on Thursday that the rifles were lost in 2021.", published="2025-03-08")[0].plain()
    assert (plain["date"], plain["date_basis"], plain["date_words"]) == ("2025-03-06", "inferred", "on Thursday")
    assert statements("Torv said on Thursday that rifles were lost.")[0].plain()["date"] == ""


def test_only_what_bears_on_arms_is_proposed_unless_all_is_asked_for() -> None:
    text = "The coach said the team had played well.\n\nThe mayor said the bridge would open in May.\n\nA shot on goal came late, the keeper said."
    assert documents.read(text.encode()).proposals == ()
    assert len(said(text)) == 3


def test_a_language_that_is_not_english_is_recognised_and_said_to_be_unread() -> None:
    for language, text in {
        "Russian": "Министерство обороны сообщило, что оружие находится под полным контролем и не было продано.",
        "Urdu": "وزارت خارجہ نے کہا کہ تمام ہتھیار مکمل کنٹرول میں ہیں اور کوئی ہتھیار فروخت نہیں ہوا ہے",
        "French": "Le ministère de la Défense a déclaré que les armes étaient dans ses dépôts et que rien n'avait été vendu à des groupes armés.",
        "Spanish": "El ministerio de Defensa dijo que las armas están en los depósitos y que no se ha vendido nada a los grupos armados del norte.",
    }.items():
        reading = documents.read(text.encode())
        assert reading.language == language
        assert reading.proposals == ()
        assert any(p.code == "language_not_read" and language in p.what for p in reading.problems)


def test_whoever_is_named_often_is_remembered_once_and_last() -> None:
    """A report of 500 pages names few people, but often: what is remembered must not grow with its length."""
    text = "Minister Anna Torv spoke. Colonel Idris Vane spoke. Minister Anna Torv spoke again. He agreed."
    cast = Cast(())
    for name in ("Minister Anna Torv", "Colonel Idris Vane", "Minister Anna Torv"):
        start = text.index(name)
        cast.meet(Span.of(text, start, start + len(name)))
    he = text.index("He agreed")
    assert len(cast.known) == 2
    assert cast.identify(Span.of(text, he, he + 2)).name == "Anna Torv"


def _told(text: str) -> list[dict[str, object]]:
    return [p.plain() for p in documents.read(text.encode(), name="note.txt").proposals]


def test_it_to_whom_somebody_speaks_is_not_the_speaker() -> None:
    told = _told("The Foreign Ministry said that the Taliban had told it that all weapons were under their control.")
    assert [(t["speaker"], t["addressee"]) for t in told] == [("The Foreign Ministry", ""), ("the Taliban", "The Foreign Ministry")]


def test_a_colonel_who_is_spokesman_is_the_spokesman() -> None:
    told = _told("Colonel Ahmed Khan, a spokesman for the army, said 63 rifles were lost.\n\nThe spokesman said no rifle was sold.")
    assert {t["speaker"] for t in told if t["kind"] == "statement"} == {"Ahmed Khan"}


def test_us_in_capitals_is_a_country() -> None:
    told = _told("US wants its weapons back: Trump")
    assert [(t["speaker"], t["party"]) for t in told] == [("US", "United States"), ("Trump", "")]
    assert [c["form"] for c in told[0]["claims"]] == ["wants"]  # type: ignore[attr-defined]
