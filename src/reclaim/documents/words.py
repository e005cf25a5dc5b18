"""Part of speech and base form of each word of a parse, by the model's own tables, each question asked once.

What the model's table of exceptions and its base forms say of a word depends on the word, its tag and its label in the
tree alone, but for a few rules of two words ("gon na", "there is"). Answers are remembered; a paragraph in which a rule of
two words applies is given to the model's tables whole. The result is the model's own, to the letter.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy
from spacy.attrs import DEP, LEMMA, MORPH, ORTH, POS, TAG
from spacy.language import Language
from spacy.matcher import Matcher
from spacy.tokens import Doc

if TYPE_CHECKING:
    from spacy.pipeline import AttributeRuler, Lemmatizer

_ASKED_BY: list[int | str] = [TAG, DEP, ORTH]
_SET: list[int | str] = [TAG, DEP, POS, MORPH, LEMMA]
_ENOUGH = 200_000
"""Answers remembered before the memory is begun anew."""


class Words:
    """Sets part of speech, morphology and base form as the two components that it stands for do."""

    def __init__(self, ruler: AttributeRuler, lemmatizer: Lemmatizer) -> None:
        self._ruler, self._lemmatizer = ruler, lemmatizer
        self._known: dict[tuple[int, ...], list[int]] = {}
        self._leading: set[tuple[int, ...]] = set()
        rules = cast("list[dict[str, list[list[dict[str, Any]]]]]", ruler.patterns)
        longer = [p for rule in rules for p in rule["patterns"] if len(p) > 1]
        self._pairs, self._leads = Matcher(ruler.vocab), Matcher(ruler.vocab)
        self._pairs.add("pairs", longer)
        self._leads.add("leads", [p[:1] for p in longer])

    def __call__(self, doc: Doc) -> Doc:
        keys: list[tuple[int, ...]] = list(map(tuple, _numbers(doc, _ASKED_BY)))
        answers = [self._known.get(key) or self._ask(doc, at, key) for at, key in enumerate(keys)]
        if not self._leading.isdisjoint(keys) and len(self._pairs(doc, allow_missing=True)) > 0:
            return self._asked(doc)
        found: Any = numpy.array(answers, numpy.uint64)
        return doc if len(answers) == 0 else doc.from_array(_SET, found)

    def _ask(self, doc: Doc, at: int, key: tuple[int, ...]) -> list[int]:
        """One word by itself, with its tag and its label."""
        if len(self._known) >= _ENOUGH:
            self._known.clear()
        token = doc[at]
        alone = Doc(doc.vocab, [token.text], [False], tags=[token.tag_], deps=[token.dep_], heads=[0])
        if len(self._leads(alone, allow_missing=True)) > 0:
            self._leading.add(key)
        (self._known[key],) = _numbers(self._asked(alone), _SET)
        return self._known[key]

    def _asked(self, doc: Doc) -> Doc:
        return self._lemmatizer(self._ruler(doc))


def _numbers(doc: Doc, attributes: list[int | str]) -> list[list[int]]:
    rows: Any = doc.to_array(attributes)
    return cast("list[list[int]]", rows.reshape(-1, len(attributes)).tolist())


def remember(nlp: Language) -> Language:
    """Put `Words` in the place of the model's own two components."""
    ruler = cast("AttributeRuler", nlp.remove_pipe("attribute_ruler")[1])
    lemmatizer = cast("Lemmatizer", nlp.remove_pipe("lemmatizer")[1])
    Language.component("words", func=Words(ruler, lemmatizer))
    nlp.add_pipe("words", last=True)
    return nlp
