"""Where the header of a grid stands: title rows above it, one row or two, groups over columns."""

from __future__ import annotations

import re
from dataclasses import dataclass

from reclaim.store.registers.grid import Span
from reclaim.store.registers.words import names, openings, personal, phrase_in, plain

LOOK = 60
_LINE_BREAK = re.compile(r"\s*[\r\n]+\s*")
JOIN = " / "


@dataclass(frozen=True, slots=True)
class Header:
    """`names` are the headers as written, by column, groups before what stands under them; `row` is the row that holds
    them (the last, of two), `after` the last row that is no data; `titles` are the rows above.

    `row` None: the grid has no header, its columns are named by their letters. `raw` are the header's rows as they are.
    """

    names: tuple[str, ...]
    parts: tuple[tuple[str, ...], ...]
    row: int | None
    after: int
    titles: tuple[str, ...] = ()
    numbered: bool = False
    raw: tuple[tuple[str, ...], ...] = ()


def find(head: list[tuple[int, list[str]]], spans: list[Span], width: int) -> Header:
    """The header of a grid, from its first rows that are not blank."""
    head = head[:LOOK]
    if len(head) == 0:
        return Header(("",) * width, ((),) * width, None, 0)
    scores = [score(cells) for _, cells in head]
    typical = sorted(_filled(cells) for _, cells in head)[len(head) // 2]
    best = max(range(len(head)), key=lambda i: (scores[i] if _filled(head[i][1]) * 2 >= min(typical, 4) else 0, -i))
    if scores[best] < 1 and not _looks_like_header(head, best := _first_wide(head, typical)):
        return Header(("",) * width, ((),) * width, None, head[best][0] - 1,
                      tuple(_joined(cells) for _, cells in head[:best]))
    first, last = best, best
    if last + 1 < len(head) and _continues(head[last][1], head[last + 1][1], head[last + 1][0] - head[last][0]):
        last += 1
    if first > 0 and _groups(head[first - 1], spans, head[first], width):
        first -= 1
    parts = _columns(head[first:last + 1], spans, width)
    after, numbered = head[last][0], False
    for row, cells in head[last + 1:last + 3]:
        if not (_is_numbering(cells) or _is_units(cells)) or row != after + 1:
            break
        after, numbered = row, True
    return Header(tuple(JOIN.join(p) for p in parts), parts, head[last][0], after,
                  tuple(_joined(cells) for _, cells in head[:first]), numbered,
                  tuple(tuple(cells) for _, cells in head[first:last + 1]))


def score(cells: list[str]) -> float:
    """How many cells of a row are known headers; a header inside longer words counts half."""
    whole, within = personal()
    total = 0.0
    for cell in cells:
        words = plain(cell) if len(cell) <= 80 else ""
        if words == "":
            continue
        if words in names() or words in whole or words in within:
            total += 1
        elif len(words.split()) <= 7 and not _dated(cell) and phrase_in(words, names() | within) is not None:
            total += 0.5
    return total


def _filled(cells: list[str]) -> int:
    return sum(cell.strip() != "" for cell in cells)


def _dated(cell: str) -> bool:
    return re.search(r"\d{3}", cell) is not None


def _first_wide(head: list[tuple[int, list[str]]], typical: int) -> int:
    """The first row that is about as wide as most: where a table without known headers begins."""
    return next((i for i, (_, cells) in enumerate(head) if _filled(cells) * 2 >= typical), 0)


def _looks_like_header(head: list[tuple[int, list[str]]], first: int) -> bool:
    """Words without digits, over rows that have digits where it has none."""
    cells = [c.strip() for c in head[first][1]]
    below = [line for _, line in head[first + 1:first + 20]]
    if len(below) == 0 or any(re.search(r"\d", c) for c in cells) or len(set(filter(None, cells))) < _filled(cells):
        return False
    return any(cell != "" and sum(bool(re.search(r"\d", line[c])) for line in below) * 2 > len(below)
               for c, cell in enumerate(cells))


def _continues(upper: list[str], lower: list[str], gap: int) -> bool:
    """Whether the row under a header row is a part of it: known headers again, in another language or under groups."""
    filled = [(a, b) for a, b in zip(upper, lower, strict=False) if b.strip() != ""]
    known = score(lower)
    if gap > 1 or len(filled) == 0 or known < 1 or known * 2 < len(filled):
        return False
    # A repeated header is another matter, and so is a row of data that happens to hold a word.
    return lower != upper and not any(_dated(b) for _, b in filled)


def _groups(above: tuple[int, list[str]], spans: list[Span], header: tuple[int, list[str]], width: int) -> bool:
    """Whether the row above holds the names of groups of columns: fewer cells, none with digits, more than one, or
    one merged over some of the columns."""
    row, cells = above
    filled = [c for c in cells if c.strip() != ""]
    if header[0] - row > 1 or len(filled) == 0 or any(re.search(r"\d|:\s*$", c) for c in filled):
        return False
    if plain(filled[0]).split(" ")[0] in openings("legends"):
        return False
    wide = [s for s in spans if s[0] == row and s[3] > s[1]]
    used = [c for c, cell in enumerate(header[1]) if cell.strip() != ""]
    if any(s[1] <= used[0] and s[3] >= used[-1] for s in wide):
        return False
    return (len(filled) >= 2 and len(filled) <= _filled(header[1]) + len(filled) and (
        len(wide) > 0 or any(cell.strip() == "" for cell in cells[:used[-1]]))) or len(wide) > 0


def _columns(rows: list[tuple[int, list[str]]], spans: list[Span], width: int) -> tuple[tuple[str, ...], ...]:
    """For each column its names from top to bottom: a group counts for the columns that it spans."""
    lines = [_spread(row, cells, spans, is_last=i == len(rows) - 1) for i, (row, cells) in enumerate(rows)]
    found = []
    for column in range(width):
        parts = [_LINE_BREAK.sub(" ", line[column]).strip() if column < len(line) else "" for line in lines]
        found.append(tuple(dict.fromkeys(p for p in parts if p != "")))
    return tuple(found)


def _spread(row: int, cells: list[str], spans: list[Span], *, is_last: bool) -> list[str]:
    wide = [s for s in spans if s[0] <= row <= s[2] and s[3] > s[1]]
    line = list(cells)
    for _, left, _, right in wide:
        for column in range(left, min(right + 1, len(line))):
            line[column] = line[column] or line[left]
    if is_last or len(wide) > 0:
        return line
    # Without merged cells, as in CSV, a group reaches to the next one; a known header stands for its own column.
    reach = ""
    for column, cell in enumerate(line):
        if cell.strip() != "":
            reach = cell if plain(cell) not in names() else ""
        else:
            line[column] = reach
    return line


def _is_numbering(cells: list[str]) -> bool:
    """1 2 3 4 or (1) (2) (3): the numbers of the columns, as official forms have them under the header."""
    numbers = [re.sub(r"[^\w]", "", c) for c in cells if c.strip() != ""]
    return len(numbers) >= 3 and numbers == [str(i) for i in range(1, len(numbers) + 1)]


def _is_units(cells: list[str]) -> bool:
    """(mm), (dd/mm/yyyy), [text]: what is to be filled in, as official forms have it under the header."""
    filled = [c.strip() for c in cells if c.strip() != ""]
    return len(filled) > 0 and all(re.fullmatch(r"[(\[].{1,30}[)\]]", c) and not re.search(r"\d{3}", c) for c in filled)


def _joined(cells: list[str]) -> str:
    return " ".join(c.strip() for c in cells if c.strip() != "")
