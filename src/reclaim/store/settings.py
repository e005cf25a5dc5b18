"""`case.toml`: what the owner writes by hand."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from reclaim.model.errors import InputError
from reclaim.model.handling import Handling, Tlp
from reclaim.model.quantity import Qualifier, Words
from reclaim.store.folder import Folder

STANDINGS = ("state point of contact", "police", "UN panel", "non-state body")


@dataclass(frozen=True, slots=True)
class Settings:
    """The file as read. `name` is the case's title; `rules` are the owner's own settings of documented rules."""

    name: str
    handling: Handling
    rules: Mapping[str, Any]
    all: Mapping[str, Any]

    @property
    def words(self) -> Words:
        """How words become bounds in this case: `[rules.words]`, or the design's table."""
        return _words(self.rules.get("words", {}))

    @property
    def chain_exact(self) -> bool:
        """Whether exact marks join by themselves (`exact = "chain"`) or each is asked for (`exact = "ask"`)."""
        return bool(self.rules.get("exact", "chain") != "ask")


def load(folder: Folder) -> Settings:
    """Read the `case.toml` of a case. Raises InputError if it is not there or cannot be read."""
    where = str(folder.toml)
    try:
        return read(folder.toml.read_bytes().decode("utf-8"), where)
    except UnicodeDecodeError as error:
        raise InputError("it is not UTF-8", where=where, mend="save it as UTF-8") from error
    except OSError as error:
        raise InputError("it is not there, or cannot be read", where=where,
                         mend="write it anew; its recorded text is in the table toml of case.db") from error


def read(text: str, where: str) -> Settings:
    """Read the text of a `case.toml`. Raises InputError naming what cannot be read."""
    try:
        found = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"it is no TOML: {error}", where=where, mend="mend that line") from error
    marking = _word(found, "handling", [str(t) for t in Tlp], str(Tlp.AMBER), where)
    standing = _word(found, "standing", list(STANDINGS), "non-state body", where)
    handling = Handling(Tlp(marking), _text(found, "owner", where), standing, found.get("synthetic") is True)
    rules = found.get("rules", {})
    if not isinstance(rules, dict):
        raise InputError("rules is not a section", where=where, mend="write [rules] on a line of its own")
    settings = Settings(_text(found, "name", where), handling, rules, found)
    _check_rules(settings, where)
    return settings


def text(name: str, owner: str, marking: Tlp, standing: str, synthetic: bool = False) -> str:
    """The text of a new `case.toml`."""
    return _TEMPLATE.format(name=_quoted(name), owner=_quoted(owner), marking=_quoted(str(marking)),
                            standing=_quoted(standing), synthetic="true" if synthetic else "false")


_TEMPLATE = """\
# What this case is. Edit it by hand; the next command that writes records the edit in the audit log.
name = {name}
owner = {owner}

# Traffic Light Protocol 2.0: TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED.
handling = {marking}

# On whose behalf: state point of contact, police, UN panel, or non-state body.
standing = {standing}

# True only for a case made of invented records; real and invented ones never stand in one case.
synthetic = {synthetic}

[rules]
# Two rows with one exact mark are one article ("chain"), or a person is asked each time ("ask").
exact = "chain"
"""


def _words(given: Mapping[str, Any]) -> Words:
    plain = Words()
    floors = dict(plain.floors) | {Qualifier(k): int(v) for k, v in given.get("floors", {}).items()}
    return Words(Fraction(str(given.get("about", plain.about_share))),
                 Fraction(str(given.get("nearly", plain.nearly_share))), 1, tuple(sorted(floors.items())))


def _check_rules(settings: Settings, where: str) -> None:
    if settings.rules.get("exact", "chain") not in ("chain", "ask"):
        raise InputError("rules.exact is neither chain nor ask", where=where, mend='write exact = "chain" or "ask"')
    try:
        words = settings.words
    except (ValueError, TypeError, AttributeError, ZeroDivisionError) as error:
        raise InputError(f"rules.words cannot be read: {error}", where=where,
                         mend='write shares as text (about = "0.05") and floors as whole numbers') from error
    if not (0 <= words.about_share < 1 and 0 < words.nearly_share <= 1):
        raise InputError("a share in rules.words is not between 0 and 1", where=where, mend='write about = "0.05"')


def _text(found: Mapping[str, Any], name: str, where: str) -> str:
    value = found.get(name, "")
    if not isinstance(value, str):
        raise InputError(f"{name} is no text", where=where, mend=f'write {name} = "..."')
    return value.strip()


def _word(found: Mapping[str, Any], name: str, words: list[str], default: str, where: str) -> str:
    value = _text(found, name, where) or default
    if value not in words:
        raise InputError(f"{name} '{value}' is not known", where=where, mend=f"use one of {', '.join(words)}")
    return value


def _quoted(value: str) -> str:
    """A TOML basic string; JSON's escapes are a subset of TOML's, but for DEL, which TOML wants escaped."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
