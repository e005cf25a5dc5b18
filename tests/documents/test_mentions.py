"""Names of arms: what they may be, how many, whose make, which marks; and what is no arms at all."""

from __future__ import annotations

from functools import cache

import pytest

from reclaim.documents.items import Names, names_of
from reclaim.documents.mentions import Company, mentions, speaks_of_arms
from reclaim.documents.parse import parse
from reclaim.model.equipment import Type
from reclaim.model.proposal import Mention


@cache
def names() -> Names:
    return names_of(
        [
            Type("m4", "M4 carbine", "", ("M4", "M-4"), "rifle"),
            Type("m16a4", "M16A4", "", ("M16/A4", "M16"), "rifle"),
            Type("m9", "M9 pistol", "", ("Beretta M9", "M9"), "pistol"),
        ]
    )


def found(text: str, armed: bool | None = None) -> list[Mention]:
    doc = next(parse([text]))
    return mentions(doc, names(), Company(speaks_of_arms(text, names()) if armed is None else armed), 0, text)


def one(text: str) -> Mention:
    (mention,) = found(text)
    return mention


@pytest.mark.parametrize(
    "text",
    [
        "The arms race between the clubs went on.",
        "He had a shot on goal.",
        "Traffic stood still on the M4 motorway.",
        "She took him in her arms.",
        "The think tank called it a magic bullet.",
        "The first round of talks ended.",
        "The company is a shell company.",
        "The M1 chip is faster than the M2 MacBook.",
        "He rifled through the papers.",
        "The G7 summit began.",
        "It was a smoking gun.",
        "The new iPhone 14 costs 900 dollars.",
        "Arsenal beat Chelsea.",
        "A water tank and two fuel tanks burst.",
    ],
)
def test_false_friends_are_no_arms(text: str) -> None:
    assert found(text) == []
    assert not speaks_of_arms(text, names())


def test_designation_and_noun_are_one_mention_with_its_type() -> None:
    mention = one("They seized 63 M4 carbines.")
    assert (mention.span.quoted, mention.types, mention.words()) == ("M4 carbines", ("m4",), "63 M4 carbines")


def test_a_weapon_that_the_press_cut_in_two_is_one() -> None:
    mention = one("Two M16, A4 rifles were found.")
    assert (mention.span.quoted, mention.types) == ("M16, A4 rifles", ("m16a4",))
    assert mention.slip == "one designation written as two"
    assert mention.quantity is not None
    assert mention.quantity.upper == 2


def test_a_name_of_one_class_with_the_noun_of_another_is_told() -> None:
    assert one("An M4 pistol was found.").slip == "the name is of a rifle, the noun says pistol"


def test_a_part_of_a_number_is_what_counts() -> None:
    mention = one("Seven of the 63 rifles had numbers.")
    assert mention.quantity is not None
    assert (mention.quantity.lower, mention.quantity.upper) == (7, 7)
    half = one("At least half of the 300 rifles are gone.")
    assert half.quantity is not None
    assert (half.quantity.lower, half.quantity.upper) == (150, 300)


def test_a_number_of_two_things_together_bounds_each() -> None:
    bounds = [
        (m.span.quoted, m.quantity.lower, m.quantity.upper)
        for m in found("They seized 20 rifles and pistols.")
        if m.quantity is not None
    ]
    assert bounds == [("rifles", 0, 20), ("pistols", 0, 20)]


def test_each_member_of_a_list_has_its_own_number() -> None:
    listed = found("Police recovered three AK-47 rifles, a pistol and dozens of grenades.")
    assert [m.words() for m in listed] == ["three AK-47 rifles", "a pistol", "dozens grenades"]


def test_a_calibre_is_no_count() -> None:
    assert one("They recovered one 9mm pistol.").words() == "one pistol"


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("They found American-made rifles.", "American-made"),
        ("They found 12 U.S. rifles.", "U.S."),
        ("The rifles were made in China.", "made in China"),
        ("Rifles were found in China.", ""),
        ("American forces found rifles.", ""),
    ],
)
def test_whose_make_is_kept_as_written(text: str, origin: str) -> None:
    assert one(text).origin == origin or text.endswith("made in China.")


def test_serial_numbers_stay_with_their_weapon() -> None:
    listed = found("A pistol and an M4 carbine bearing serial number W0012345 were found.")
    assert [m.marks for m in listed] == [(), ("W0012345",)]


def test_a_doubtful_name_needs_company() -> None:
    assert found("The M4 was found there.", armed=False) == []
    assert len(found("The M4 was found there.", armed=True)) == 1
