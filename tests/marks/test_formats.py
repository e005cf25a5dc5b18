"""Makers' formats: every one with a source; dates and blocks by hand."""

from __future__ import annotations

import tomllib

import pytest

from reclaim.marks import formats
from reclaim.marks.formats import FOLDER, Fit
from reclaim.model.block import Block


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda path: path.name)
def test_an_unsourced_format_is_not_shipped(path: object) -> None:
    source = tomllib.loads(path.read_text(encoding="utf-8"))["source"]  # type: ignore[attr-defined]
    assert all(source[field] != "" for field in ("title", "publisher", "address", "read"))
    assert source["address"].startswith("https://")


@pytest.mark.parametrize(
    ("serial", "type", "dates"),
    [
        ("TAA00001", "pistol", ("1981-01",)),  # first year letter A, first month letter A
        ("TZL00001", "pistol", ("2006-12",)),  # the 26th letter is 2006, the 12th month letter L
        ("TAM00001", "pistol", ("2007-01",)),  # the letters begin again, with other months
        ("TMZ00001", "pistol", ("2019-12",)),
        ("AB123456", "revolver", ("1981-02",)),
        ("AAA000001", "", ("2019-01",)),
        ("ABN000001", "", ("2020-12",)),
        ("BAA000001", "", ("2039-01",)),  # twenty letters a round
    ],
)
def test_letters_date_a_weapon(serial: str, type: str, dates: tuple[str, ...]) -> None:
    answer = formats.check(serial, "Taurus", type=type)
    assert (answer.fit, answer.dates) == (Fit.FITS, dates)


def test_numbers_date_a_weapon_by_calibre() -> None:
    def dates(number: str, calibre: str) -> tuple[str, ...]:
        return formats.check(number, "Taurus", type="revolver", calibre=calibre).dates

    assert dates("2119", ".32") == ("..1953",)
    assert dates("2120", ".32") == ("1954..1959",)
    assert dates("548458", ".38 SPL") == ("1970..1979",)
    assert dates("548458", "") == ()


def test_a_number_beyond_the_series_is_out_of_block() -> None:
    assert formats.check("2188083", "Taurus", type="revolver", calibre=".38").fit is Fit.FITS
    assert formats.check("2188084", "Taurus", type="revolver", calibre=".38").fit is Fit.OUT_OF_BLOCK


def test_little_is_known_and_silence_is_no_verdict() -> None:
    assert formats.check("12345", "Nobody").fit is Fit.NOTHING_KNOWN
    assert formats.check("12345", "Colt").fit is Fit.NOTHING_KNOWN
    assert formats.check("W1004340", "Colt", model="M4A1").fit is Fit.FITS
    assert formats.check("AB123US", "GLOCK").fit is Fit.FITS


BLOCKS = [
    Block("b1", "Colt", "M4", "W100000", "W199999", "2012", "s1"),
    Block("b2", "Colt", "M4", "W300000", "W310000", "2013", "s1"),
    Block("b3", "Other", "", "500", "900", "", "s1"),
]


@pytest.mark.parametrize(
    ("serial", "make", "model", "out"),
    [
        ("W150000", "COLT", "M4", False),
        ("W305000", "Colt", "M4", False),
        ("W250000", "Colt", "M4", True),
        ("W250000", "Colt", "M16", False),  # no block of that model is known
        ("W250000", "Nobody", "M4", False),
        ("A250000", "Colt", "M4", False),  # another series: nothing is known of it
        ("499", "other", "any", True),
        ("0500", "other", "any", False),
    ],
)
def test_out_of_the_blocks_of_a_case(serial: str, make: str, model: str, out: bool) -> None:
    assert formats.out_of_block(serial, make, model, BLOCKS) is out


@pytest.mark.parametrize(
    ("serial", "make", "shorter"),
    [
        ("ACAUT199866", "", ["199866"]),
        ("ALFA0142308", "", ["0142308"]),
        ("556A0142294", "", ["A0142294"]),
        ("GLOCKABC123", "", ["ABC123"]),
        ("304374MOD651", "", ["304374"]),
        ("ZQXWV441207", "ZQXWV", ["441207"]),
        ("ZQXWV441207", "", []),
        ("TJX21212", "", []),
        ("GLOCK17", "", []),  # too little remains
    ],
)
def test_a_glued_name_is_offered_off_beside_the_reading(serial: str, make: str, shorter: list[str]) -> None:
    assert [offer.serial for offer in formats.unglued(serial, make=make)] == shorter
