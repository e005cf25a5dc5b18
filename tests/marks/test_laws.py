"""Laws of reading, on cells that nobody thought of: gold cells, serials and stray text glued together."""

from __future__ import annotations

from gold import gold, wordings
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from reclaim import marks
from reclaim.marks import fragments
from reclaim.marks.plain import plain
from reclaim.marks.words import lexicon

CELLS = [cell.cell for cell in gold()] + [cell for _, _, cell in wordings()]
GLUE = ["/", " - ", ", ", " OR ", " (", ")", "?", "*", "…", "#", "_", "&", " ", ":", "; ", "\n"]

serials = st.from_regex(r"[A-Z]{0,4}[0-9]{4,9}[A-Z]?", fullmatch=True).filter(
    lambda text: len(set(text)) > 2 and "XXX" not in text  # a filler; three crosses, which are unread places
)
ANNOUNCING = {entry for entry, concepts in lexicon().written.items() if concepts & fragments.ANNOUNCING} | {
    entry for entry, concepts in lexicon().written.items() if concepts & {"removed", "not_recorded", "ends", "note"}
}
pieces = st.sampled_from(CELLS) | serials | st.text(max_size=12) | st.sampled_from(GLUE)
anything = st.lists(pieces, min_size=1, max_size=4).map("".join)


@settings(max_examples=150)
@given(anything)
def test_reading_never_fails_and_says_one_of_two_things(cell: str) -> None:
    read = marks.parse(cell)
    assert (len(read.marks) == 0) == (read.reason is not None)
    assert read.written == cell


@settings(max_examples=150)
@given(anything)
def test_reading_its_own_canonical_form_changes_nothing(cell: str) -> None:
    for mark in marks.parse(cell).marks:
        for reading in mark.readings:
            # "Ð" and a run of unread symbols look like one letter that was decoded wrongly: nobody could tell them apart.
            assume(plain(reading.canonical).text == reading.canonical)
            again = marks.parse(reading.canonical, marks.Context(kind=mark.kind))
            assert [m.canonical for m in again.marks] == [reading.canonical], (cell, reading.canonical, again)


@settings(max_examples=150)
@given(serials, st.data())
def test_separators_never_change_a_serial(serial: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(1, len(serial) - 1))
    separator = data.draw(st.sampled_from(["-", " ", ".", "'"]))
    written = serial[:place] + separator + serial[place:]
    assume(not (separator == "." and serial[place:] == "0"))  # 1234.0 is a spreadsheet's number
    assume(serial[:place].lower() not in ANNOUNCING)  # "SN 1234", "LOT-1234", "M4 1234"
    assert marks.parse(written).marks[0].canonical == serial, written


@settings(max_examples=150)
@given(anything)
def test_nothing_is_invented(cell: str) -> None:
    """Every character that was read stands in the cell, where it says that it stands."""
    text = plain(cell).text
    letters = {form for char in text for form in (char, char.upper())} | ({"0"} if "&" in text else set())
    for mark in marks.parse(cell).marks:
        for reading in mark.readings:
            read = [character for character in reading.characters if character.is_read]
            assert all(character.text in letters for character in read), (cell, reading.canonical)
            assert all(character.at is not None and character.at < len(cell) for character in read)


@settings(max_examples=100)
@given(serials)
def test_case_and_script_of_digits_do_not_matter(serial: str) -> None:
    arabic = serial.translate({ord(str(digit)): chr(0x0660 + digit) for digit in range(10)})
    persian = serial.translate({ord(str(digit)): chr(0x06F0 + digit) for digit in range(10)})
    wide = "".join(chr(ord(char) + 0xFEE0) for char in serial)
    for written in (serial.lower(), arabic, persian, wide):
        assert marks.parse(written).marks[0].canonical == serial


@settings(max_examples=100)
@given(serials, serials)
def test_or_joins_readings_and_parts_part_marks(one: str, other: str) -> None:
    assume(one != other and len(other) >= len(one) - 1)
    assert [m.patterns for m in marks.parse(f"{one} OR {other}").marks] == [(one, other)]
    assert [m.pattern for m in marks.parse(f"frame {one}, barrel {other}").marks] == [one, other]


@settings(max_examples=50)
@given(st.lists(anything | st.none(), max_size=12))
def test_a_column_says_what_its_cells_say(cells: list[str | None]) -> None:
    table = marks.parse_column(cells)
    assert table.num_rows == len(cells)
    for cell, row in zip(cells, table.to_pylist(), strict=True):
        read = marks.parse(cell)
        principal = read.principal
        assert row["canonical"] == (None if principal is None else principal.canonical)
        assert row["mark_kind"] == (None if principal is None else principal.kind.value)
        assert row["traceable"] is read.is_traceable
        assert row["reason"] == (None if read.why_not_traceable is None else read.why_not_traceable.value)
