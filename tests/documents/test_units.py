"""What an amount is an amount of: units by name and sign, money, ages, rates, counted nouns."""

from __future__ import annotations

import pytest

from reclaim.documents.parse import parse
from reclaim.documents.quantities.amounts import amounts
from reclaim.documents.quantities.unitnames import unit_at
from reclaim.documents.quantities.units import units_in

UNITS = {
    "They paid HK$3.7 billion, that is US $473 million.": ["hong kong dollar", "dollar"],
    "The price rose from 100 Swiss francs to 250 Pakistani rupees.": ["swiss franc", "pakistani rupee"],
    "A round costs 40 cents, a rifle 1,500 USD and a sight 300 €.": ["cent", "dollar", "euro"],
    "It weighs 3.6 kilograms, is 84 cm long and has a 14.5-inch barrel.": ["kilogram", "centimetre", "inch"],
    "The fire reached 40 degrees Celsius, or 104 °F.": ["celsius", "fahrenheit"],
    "He fired 600 rounds per minute at 900 m/s.": ["round per minute", "metre per second"],
    "They drove 60 km/h and used 9 litres an hour.": ["kilometre per hour", "litre per hour"],
    "The suspect, a boy of 17 years of age, held a ten-month-old baby.": ["year of age", "month of age"],
    "The spokesman, aged 44, spoke.": ["year of age"],
    "They asked for 5 million pounds and 12 pounds of powder.": ["pound sterling", "pound-mass"],
    "They recovered 63 automatic rifles.": ["automatic rifle"],
    "About 12.3m tonnes went there, a tenfold rise.": ["metric ton", "count"],
    "The depot covers 40 square kilometres and holds 900 cubic meters of propellant.": [
        "square kilometre",
        "cubic metre",
    ],
    "Half a ton of TNT lay half a mile away.": ["ton", "mile"],
    "They used 200 tonnes of ammunition a month, and 14 grenades per week.": [
        "metric ton per month",
        "grenade per week",
    ],
    "A round costs $6 (£4.60) per box, a rifle $350 each for the group.": [
        "dollar per box",
        "pound sterling",
        "dollar",
    ],
    "He sold the pistol for 250 pounds, and 12 pounds of powder with it.": ["pound sterling", "pound-mass"],
    "The warhead has a yield of 15 kt.": ["kiloton"],
    "The boat made 12 kt.": ["knot"],
    "Muzzle energy is 1,300 foot-pounds.": ["foot pound-force"],
    "They seized 300 9mm pistols.": ["pistol", "millimetre"],
    "One in five of the rifles was worn.": ["rifle"],
    "Children under 12 carried them.": ["year of age"],
    "It was one of the most distant depots ever seen.": ["distant depot"],
    "Some 5, 10, 20 percent of them misfired.": ["percentage", "percentage", "percentage"],
    "Hundreds of thousands of rounds were destroyed.": ["round"],
    "The six-percentage-point rise": ["percentage"],
    "Attacks fell to 12 rockets from 20 per week.": ["rocket", "rocket per week"],
}
NO_COUNT = ["It stood at S&P 500 that day.", "Call 0300-5550-123 at 1430 hours.", "See resolution 1540 and ISO 3888-2."]


@pytest.mark.parametrize("text", sorted(UNITS))
def test_an_amount_has_its_unit(text: str) -> None:
    (doc,) = parse([text])
    assert units_in(doc, amounts(text)) == UNITS[text]


@pytest.mark.parametrize("text", NO_COUNT)
def test_numbers_of_names_and_times_are_no_amounts(text: str) -> None:
    assert amounts(text) == []


def test_money_needs_its_own_sign() -> None:
    assert [a.money for a in amounts("A $300 rifle; country music's $ 500 man; C $6 a share")] == ["$", "$", "C $"]


def test_a_unit_is_no_part_of_a_longer_word() -> None:
    assert unit_at("night-vision", 0) is None
    assert unit_at("second-hand rifles", 0) is None
    assert unit_at("PS-90 rifles", 0) is None


def test_a_mixed_number_and_a_power_are_one_number() -> None:
    assert [float(a.first) for a in amounts("10 1/2 miles and 3×10^8 metres")] == [10.5, 3e8]
