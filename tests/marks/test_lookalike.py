"""Look-alike classes: one table for marks and for the search index."""

from __future__ import annotations

import pytest

from reclaim.marks import lookalike

CLASSES = ["0OQoq٠۰О", "1ILil١۱І", "2Zz٢۲", "5Ss٥۵Ѕ", "6Gg٦۶", "8Bb٨۸В", "3З٣۳", "AaАаΑÁ", "HН", "ＡA"]


@pytest.mark.parametrize("members", CLASSES)
def test_members_of_a_class_fold_to_one_symbol(members: str) -> None:
    assert len({lookalike.symbol(char) for char in members}) == 1


def test_letters_without_a_latin_shape_keep_symbols_of_their_own() -> None:
    own = "ЖЛФЯбпش"
    assert len({lookalike.symbol(char) for char in own}) == len(own)
    assert all(lookalike.code(char) > lookalike.UNKNOWN_CODE for char in own)


def test_separators_are_dropped_and_wildcards_kept() -> None:
    assert lookalike.fold("A-0 1.2/B_3'4") == "A01283" + "4"
    assert lookalike.fold("?*…") == "?**"
    assert lookalike.code("…") == lookalike.RUN_CODE
    assert lookalike.code("-") == lookalike.SEPARATOR_CODE


def test_one_arabic_letter_of_several_keyboards() -> None:
    assert lookalike.fold("كي") == lookalike.fold("کی")


def test_codes_are_stable() -> None:
    """Saved indexes hold codes: digits 1 to 10, Latin letters 11 to 28, wildcards 30 and 31."""
    assert "".join(sorted(lookalike.CODES, key=lambda s: lookalike.CODES[s])[:28]) == "0123456789ACDEFHJKMNPRTUVWXY"
    assert (lookalike.CODES["*"], lookalike.CODES["?"], lookalike.CODES["Б"], lookalike.CODES["ا"]) == (30, 31, 32, 51)
    table = lookalike.code_table()
    assert len(table) == 65_536
    assert all(table[ord(char)] == lookalike.code(char) for char in "0OZЖش-?ａ")


def test_alike() -> None:
    assert lookalike.alike("O", "0")
    assert not lookalike.alike("D", "0")
    assert lookalike.fold("AO142709") == lookalike.fold("A0142709")
