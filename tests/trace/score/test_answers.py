"""Laws of the answers: sums, ranks, weapons rather than rows, fields against the block."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.trace.score.worlds import searched, traced

from reclaim.trace.agree import DIFFERENT, EQUAL, SIMILAR, compare
from reclaim.trace.answer import VERDICTS
from reclaim.trace.belief import Prior

SERIALS = st.lists(st.from_regex(r"\A[A-C]{0,2}[0-3]{4,6}\Z"), min_size=1, max_size=40)
READINGS = st.lists(st.from_regex(r"\A[A-C]{0,2}[0-3?]{4,7}\*?\Z"), min_size=1, max_size=8)


@settings(max_examples=60)
@given(serials=SERIALS, readings=READINGS, top=st.integers(1, 5))
def test_candidates_and_none_sum_to_one(serials: list[str], readings: list[str], top: int) -> None:
    found = traced(readings, searched(serials), top=top).answers
    listed = np.bincount(found.reading, weights=found.probability, minlength=found.count)
    assert np.allclose(listed + found.none + found.others, 1)
    assert (found.probability > 0).all()
    for n in range(found.count):
        own = found.probability[found.first[n]:found.first[n + 1]]
        assert len(own) <= top
        assert (np.diff(own) <= 1e-12).all()


def test_an_exact_reading_in_a_sparse_space_is_exact_and_one_look_off_is_near() -> None:
    found = traced(["W1004340", "W1OO4340", "ZZ77777", "*4340"], searched(["W1004340", "AB55512", "K7712345"])).answers
    assert [str(VERDICTS[v]) for v in found.verdict] == ["exact", "near", "none", "near"]


def test_a_reading_that_was_not_asked_is_not_traceable() -> None:
    found = traced(["", "W1004340"], searched(["W1004340"])).answers
    assert [str(VERDICTS[v]) for v in found.verdict] == ["not_traceable", "exact"]
    assert np.isnan(found.none[0])


def test_rows_of_one_mark_and_make_are_one_weapon() -> None:
    register = searched(["AB204817"] * 4, make=["COLT", "Colt Defense", "", "COLT"])
    assert register.weapons.count == 1
    assert len(register.weapons.rows_of(0)) == 4
    assert traced(["AB204817"], register).best[0] > 0.9


def test_equal_marks_of_makers_that_disagree_stay_apart_and_share_the_probability() -> None:
    register = searched(["AB204817"] * 3, make=["COLT", "ZASTAVA", ""])
    assert register.weapons.count == 3
    found = traced(["AB204817"], register).answers
    assert len(found.probability) == 3
    assert str(VERDICTS[found.verdict[0]]) == "ambiguous"
    named = traced(["AB204817"], register, fields={"make": ["Zastava"]}).answers
    best = int(named.weapon[0])
    assert register.weapons.vocabularies["make"].word(register.weapons.fields["make"][best]) == "ZASTAVA"
    assert named.probability[0] > 0.6


def test_a_field_that_all_neighbours_share_is_worth_little() -> None:
    """One model in the lot: agreement says next to nothing, though it is rare in the whole register."""
    rng = np.random.default_rng(2)
    lot = [f"AB{n:05d}" for n in range(500)]
    others = [f"K{n:06d}" for n in rng.choice(1_000_000, 5_000, replace=False)]
    register = searched(lot + others, make=["COLT"] * 500 + ["ZASTAVA"] * 5_000)
    near = traced(["AB00723"], register, fields={"make": ["COLT"]}).answers
    assert np.abs(near.field_bits[:, 0]).max() < 0.5


def test_an_equal_number_of_another_maker_is_doubted() -> None:
    """Six digits are given out by many makers: a number that fits and a maker that does not may be another weapon."""
    rng = np.random.default_rng(2)
    lot = [f"{n:06d}" for n in range(123_000, 123_500)]
    makers = ["ZASTAVA", "FN", "RADOM", "IZHMASH"]
    others = [f"{n:06d}" for _ in makers for n in rng.choice(1_000_000, 20_000, replace=False)]
    register = searched(lot + others, make=["COLT"] * 500 + [m for m in makers for _ in range(20_000)])
    asked = next(n for n in lot if n not in others)
    agreeing, other = (traced([asked], register, fields={"make": [make]}).best[0] for make in ("COLT", "ZASTAVA"))
    assert agreeing > 0.98
    assert other < 0.9


def test_alternatives_and_doubtful_symbols_are_weighed() -> None:
    from reclaim.trace.ask import Ask, Pattern
    from reclaim.trace.batch import answers
    from reclaim.trace.weapons import NO_DATE

    register = searched(["35298", "55298", "77112", "81234567"])
    ask = Ask([(Pattern("35298", 0.5), Pattern("55298", 0.5)), (Pattern("B1234567"),),
               (Pattern("B1234567", 1.0, ((0, 8.0),)),)], {}, np.full(3, NO_DATE, np.int32))
    (part,) = answers(ask, register, Prior.default())
    probability = [part.answers.probability[part.answers.first[n]:part.answers.first[n + 1]] for n in range(3)]
    assert probability[0][:2] == pytest.approx([probability[0][0]] * 2, rel=0.01)
    assert probability[2][0] > probability[1][0]


def test_the_prior_is_what_the_user_says_and_changes_the_answer() -> None:
    register = searched([f"W{n:06d}" for n in range(0, 1_000_000, 2_000)])
    low, high = (traced(["W00400B"], register, prior=Prior.of_user(p)).best[0] for p in (0.05, 0.95))
    assert low < high


@pytest.mark.parametrize(("field", "one", "other", "how"), [
    ("make", "COLT", "Colt", EQUAL), ("make", "COLT", "Colt's Mfg", SIMILAR), ("make", "COLT", "FN", DIFFERENT),
    ("make", "Zastava Arms", "Radom Arms", DIFFERENT), ("model", "M4", "M4A1", SIMILAR),
    ("model", "M4", "M16", DIFFERENT), ("calibre", "5.56", "5.56x45mm", SIMILAR),
    ("calibre", "9x18", "9x19", DIFFERENT), ("calibre", "7,62 x 39", "7.62x39 mm", EQUAL),
    ("country", "USA", "Serbia", DIFFERENT), ("country", "Belgium", "Belgiun", SIMILAR),
])
def test_how_words_compare(field: str, one: str, other: str, how: int) -> None:
    assert compare(field, one, other) == how
    assert compare(field, other, one) == how
