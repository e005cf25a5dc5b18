"""Other libraries run beside ours on the same data, by the same scorers; a line says so if one is not installed.

textacy (direct quotations) reads the same parse, paragraph by paragraph; where it raises an exception it has found nothing,
and that is counted. quantulum3 is run without its classifier, whose stored model belongs to another release of
scikit-learn; its names of units are put into NewsQuant's as the authors of CQE do it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from benchmarks.reading.newsquant import Said
from reclaim.documents.attribution.frame import Frame

if TYPE_CHECKING:
    from spacy.tokens import Doc

# As CQE's own evaluation renames them (tagger.py).
_RENAMED = {
    "dimensionless": "-", "unk": "-", "per cent": "percentage", "dollar dollar": "dollar", "united states dollar": "dollar",
    "tonne": "metric ton", "degree angle": "degree", "degree celsius": "celsius", "degree fahrenheit": "fahrenheit",
    "percentage drop": "percentage", "second of arc": "second", "minute of arc": "minute", "yard yard": "yard",
    "cubic centimetre": "millilitre", "degree angle degree fahrenheit": "fahrenheit",
    "pound sterling year": "pound sterling per year", "per year per newton per day": "year",
}  # fmt: skip


class Textacy:
    """textacy's direct quotations as frames. `failures`: paragraphs on which it raised an exception."""

    def __init__(self) -> None:
        self.failures = 0

    def __call__(self, doc: Doc, written: str, headline: bool) -> Sequence[Frame]:
        from textacy.extract import direct_quotations

        try:
            found = list(direct_quotations(doc))
        except ValueError:  # an odd number of marks
            self.failures += 1
            return []
        return [
            Frame(t.cue[0].i, [c.i for c in t.cue], [s.i for s in t.speaker], [c.i for c in t.content], "textacy")
            for t in found
        ]


def installed(name: str) -> bool:
    """Whether a peer can be run here."""
    return find_spec(name) is not None


def quantulum(sentences: Sequence[str]) -> list[list[Said]]:
    """quantulum3's reading of each sentence."""
    from quantulum3 import classifier, parser

    classifier.USE_CLF = False
    parse: Callable[[str], Any] = parser.parse
    return [[Said(float(q.value), _RENAMED.get(q.unit.name.lower(), q.unit.name.lower())) for q in parse(s)] for s in sentences]
