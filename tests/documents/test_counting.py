"""How many arms a sentence says there were: what is counted, what is weighed, what only tells of what sort a thing is."""

from __future__ import annotations

import pytest

from reclaim import documents

# Sentence -> (name of arms, lower bound, upper bound, words of the quantity), in order.
SAID = {
    "Police seized 5 kg of explosives and 3 x M4 carbines.": [
        ("explosives", 0, None, "5 kg"), ("M4 carbines", 3, 3, "3")],
    "Police seized three crates of rifles and 12 pieces of M16 rifles.": [
        ("rifles", 0, None, "three crates"), ("M16 rifles", 12, 12, "12")],
    "Officers found two 12-gauge shotguns and six 30-round magazines of rifle ammunition.": [
        ("shotguns", 2, 2, "two"), ("magazines of rifle ammunition", 6, 6, "six")],
    "Soldiers captured 12 second-hand rifles, a hundred and five pistols and five 60 mm mortars.": [
        ("rifles", 12, 12, "12"), ("pistols", 105, 105, "a hundred and five"), ("mortars", 5, 5, "five")],
    "Police seized one hundred twenty-three rifles and several hundred grenades at 0430 hours.": [
        ("rifles", 123, 123, "one hundred twenty-three"), ("grenades", 300, None, "several hundred")],
    "The army destroyed 1,200 night-vision goggles and two 12.7mm machine guns.": [
        ("night-vision goggles", 1200, 1200, "1,200"), ("machine guns", 2, 2, "two")],
    "Police seized about two-thirds of the 63 rifles at 0945.": [("rifles", 39, 45, "about two-thirds of the 63")],
    "Police recovered half a ton of explosives and a quarter of a million rounds of rifle ammunition.": [
        ("explosives", 0, None, "half a ton"), ("rounds of rifle ammunition", 250000, 250000, "a quarter of a million")],
    "One in five rifles seized by the police had no mark.": [("rifles", 0, None, "One in five")],
    "Police seized two to three hundred pistols.": [("pistols", 200, 300, "two to three hundred")],
}  # fmt: skip


@pytest.mark.parametrize("text", sorted(SAID))
def test_what_is_counted_is_told_from_what_is_not(text: str) -> None:
    found = {m for p in documents.read(text.encode(), name="note.txt").proposals for m in p.items}
    told = [
        (
            m.span.quoted,
            None if m.quantity is None else m.quantity.lower,
            None if m.quantity is None else m.quantity.upper,
            m.plain()["quantity_words"],
        )
        for m in sorted(found, key=lambda m: m.span)
    ]
    assert told == SAID[text]
