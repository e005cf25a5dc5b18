"""The cells that the registers' issue names, one by one, in the field's words."""

from __future__ import annotations

import pytest
from gold import written_down

from reclaim import marks
from reclaim.model.mark import Completeness, Legibility, MarkKind, Part, Reason, StrippedAs


def patterns(cell: str) -> list[tuple[str, ...]]:
    return [mark.patterns for mark in marks.parse(cell).marks]


def test_unread_places_are_one_query_each() -> None:
    assert patterns("?61??5") == [("?61??5",)]
    for sign in "?*#_":
        assert patterns(f"41{sign}79{sign}2") == [("41?79?2",)]
    assert patterns("K W F ? 7 6 ? ?") == [("KWF?76??",)]


@pytest.mark.parametrize("cell", ["E084…", "E084...", "initials E084", "E084, rest worn", "iniciais E084"])
def test_a_star_is_only_a_run_of_unknown_length(cell: str) -> None:
    assert patterns(cell) == [("E084*",)]


def test_one_mark_on_two_parts() -> None:
    (mark,) = marks.parse("TJW4????(FOUND ON BARREL AND SLIDE)").marks
    assert mark.pattern == "TJW4????"
    assert mark.parts == (Part.BARREL, Part.SLIDE)
    legibility = [character.legibility for character in mark.reading.characters]
    assert legibility == [Legibility.CLEAR] * 4 + [Legibility.UNREAD] * 4


def test_two_readings_are_alternatives_of_one_mark() -> None:
    (mark,) = marks.parse("35298 OR 55298").marks
    assert mark.canonical == "35298"
    assert [reading.canonical for reading in mark.alternatives] == ["55298"]


def test_a_filler_is_no_other_reading() -> None:
    for cell in ("W441207 or 0000", "0000 or W441207"):
        (mark,) = marks.parse(cell).marks
        assert [reading.canonical for reading in mark.readings] == ["W441207"]


def test_two_parts_are_two_marks() -> None:
    first, second = marks.parse("BARREL/SLIDE TJY24??, FRAME TKN7???").marks
    assert (first.pattern, first.parts) == ("TJY24??", (Part.BARREL, Part.SLIDE))
    assert (second.pattern, second.parts) == ("TKN7???", (Part.FRAME,))
    assert marks.parse("BARREL/SLIDE TJY24??, FRAME TKN7???").principal == second


def test_restored_takes_precedence_over_partial() -> None:
    cell = marks.parse("SUE48959 - RESTORED")
    assert cell.marks[0].canonical == "SUE48959"
    assert cell.marks[0].completeness is Completeness.RESTORED
    assert cell.stripped[0].why is StrippedAs.RESTORATION
    assert marks.parse("SUE48??9 restored").marks[0].completeness is Completeness.RESTORED


def test_model_and_lot_before_the_serial_are_set_aside() -> None:
    cell = marks.parse("T6472-16 AI 06927")
    assert cell.marks[0].canonical == "AI06927"
    assert [(s.text, s.why) for s in cell.stripped] == [("T6472-16", StrippedAs.MODEL_AND_LOT)]


@pytest.mark.parametrize("cell", ["AO142709", "A0142709", "ACAUT199866", "ALFA0142308", "556A0142294"])
def test_one_word_is_neither_corrected_nor_split(cell: str) -> None:
    assert patterns(cell) == [(cell,)]


def test_a_bolt_counts_as_the_slide() -> None:
    assert marks.parse("bolt 44120").marks[0].parts == (Part.SLIDE,)


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("1.7E+27", Reason.SPREADSHEET_DAMAGE),
        ("S/N", Reason.NEVER_MARKED),
        ("without number", Reason.NEVER_MARKED),
        ("absent", Reason.NEVER_MARKED),
        ("not stated", Reason.NOT_RECORDED),
        ("not apparent", Reason.NOT_RECORDED),
        ("removed by mechanical action", Reason.OBLITERATED),
        ("XXXX", Reason.PLACEHOLDER),
        ("0", Reason.PLACEHOLDER),
        ("see remarks", Reason.OTHER_TEXT),
        ("", Reason.NOT_RECORDED),
        (None, Reason.NOT_RECORDED),
    ],
)
def test_a_cell_without_a_mark_says_why(cell: str | None, reason: Reason) -> None:
    assert marks.parse(cell).reason is reason


def test_a_real_leading_zero_of_the_army_is_written_and() -> None:
    assert marks.parse("00000&12345").marks[0].canonical == "012345"
    assert marks.parse("&12345").marks[0].canonical == "012345"
    army = marks.Context(fixed_width=True)
    assert marks.parse("00000012345", army).marks[0].canonical == "12345"
    assert marks.parse("0000&012345", army).marks[0].canonical == "0012345"
    assert marks.parse("00000012345").marks[0].canonical == "00000012345"


def test_every_script_of_digits_and_full_width_forms() -> None:
    for cell in ("441207", "٤٤١٢٠٧", "۴۴۱۲۰۷", "４４１２０７"):
        assert marks.parse(cell).marks[0].canonical == "441207"
    assert marks.parse("ＡＢ１２３４５").marks[0].canonical == "AB12345"


def test_cyrillic_stays_cyrillic() -> None:
    assert marks.parse("МА 2098").marks[0].canonical != marks.parse("MA 2098").marks[0].canonical
    assert marks.lookalike.fold("МА2098") == marks.lookalike.fold("MA2098")


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("lot 4417-B", MarkKind.LOT_NUMBER),
        ("rack no. 12", MarkKind.RACK_OR_OWNERSHIP),
        ("import mark: BEL 14", MarkKind.IMPORT_MARK),
        ("registry serial 00471", MarkKind.REGISTRY_SERIAL),
        ("★KE POL 004512", MarkKind.NATIONAL_MARK),
        ("441207", MarkKind.MAKER_SERIAL),
    ],
)
def test_kinds_of_mark(cell: str, kind: MarkKind) -> None:
    assert marks.parse(cell).kind is kind


def test_too_little_read_and_lot_numbers_are_not_traceable_and_say_why() -> None:
    assert marks.parse("K???????").why_not_traceable is Reason.TOO_LITTLE_READ
    assert marks.parse("lot 4417").why_not_traceable is Reason.NOT_A_SERIAL
    assert marks.parse("441207").is_traceable


def test_a_place_with_two_readings() -> None:
    assert written_down(marks.parse("B(8/3)41177")) == ("maker_serial", "B841177~|B341177~")


def test_what_is_known_of_the_row_is_set_aside() -> None:
    assert patterns("COLT 0441207") == [("0441207",)]
    assert patterns("ZQX 0441207") == [("ZQX0441207",)]
