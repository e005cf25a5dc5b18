"""Who somebody in a document is: name, role and party in the words used, and whom "he" or "the spokesperson" means."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache

from reclaim.documents.countries import countries_in, country_of
from reclaim.documents.lexicon import any_of, listed, rows
from reclaim.model.party import Party
from reclaim.model.proposal import Actor, Span

_PERSONAL = frozenset({"he", "she", "him", "her", "his"})
_PLURAL = frozenset({"they", "them", "their"})
_OPEN = frozenset(
    {
        "i",
        "we",
        "it",
        "us",
        "our",
        "my",
        "its",
        "who",
        "which",
        "that",
        "you",
        "this",
        "these",
        "those",
        "one",
        "others",
        "both",
        "some",
        "many",
    }
)
_TITLE = rf"(?:Prime Minister|{any_of('title')})\.?"
_NAME = re.compile(
    rf"(?:{_TITLE}\s+)*(?P<name>[A-Z][\w'’-]+(?:\s+(?:[A-Z]\.|al-[A-Z][\w'’-]+|bin|ul|ur|de|van|von|[A-Z][\w'’-]+))*)"
)


_APPOSED = re.compile(r"(?i)(?:an?|the|its|their|his|her)\s")
_ELSEWHERE = re.compile(r"(?i)\s(?:in|within|inside|from|near|on|at|across|to)\s.*$")


# Those named, by name, role and party; whoever is named again moves to the end.
Company = dict[tuple[str, str, str], Actor]


@dataclass(slots=True)
class Cast:
    """Everybody named so far in a document, each once, in the order of last mention. `parties` are those that the case
    knows; `foretold` are those whom the whole document names with a role."""

    parties: Sequence[Party]
    known: Company = field(default_factory=dict)
    foretold: Company = field(default_factory=dict)

    def meet(self, span: Span) -> Actor:
        """The actor of a noun phrase: named here, resolved to somebody named before, or left open with the reason."""
        actor = self.identify(span)
        if actor.name != "" or actor.role != "" or actor.party != "":
            _enter(self.known, actor)
        return actor

    def _read(self, span: Span) -> Actor:
        words = _core(span.quoted)
        role = _with_apposed(words, role_in(words))
        name = _person(words, role)
        party = self.party_of(words, person=name != "")
        if name == "" and role == "" and party == "":
            bare = re.sub(r"^(?i:the)\s+", "", words)
            if _is_name(bare):
                name, party = (words, "") if bare == words else ("", bare)
        return Actor(span, name, role, party)

    def identify(self, span: Span, other_than: Actor | None = None) -> Actor:
        """As `meet`, without remembering it; "it" to whom somebody spoke is not the speaker (`other_than`)."""
        actor = self._resolve(self._read(span))
        if other_than is None or actor.resolved is None or _key(actor) != _key(other_than):
            return actor
        others = Cast(self.parties, {k: a for k, a in self.known.items() if k != _key(other_than)}, self.foretold)
        return others.identify(span)

    def foretell(self, text: str, start: int, end: int) -> None:
        """Look ahead: roles with names or parties anywhere in a document help to read those without."""
        for pattern in (_introduction(), _owned_role()):
            for found in pattern.finditer(text, start, end):
                actor = self._read(Span.of(text, found.start(), found.end()))
                if actor.role != "" and (actor.name != "" or actor.party != ""):
                    _enter(self.foretold, actor)

    def introduce(self, text: str, start: int, end: int) -> None:
        """Remember everybody whom a paragraph gives a role and a name, whether or not they speak."""
        for found in _introduction().finditer(text, start, end):
            span = Span.of(text, found.start(), found.end())
            actor = self._read(span)
            if actor.name != "" and actor.role != "":
                _enter(self.known, self._resolve(actor))

    def party_of(self, words: str, person: bool = False) -> str:
        """The party that the words name: one the case knows by name or alias, else the body or country in them."""
        for party in self.parties:
            for alias in (party.name, *party.aliases):
                if len(alias) > 2 and re.search(rf"(?<!\w){re.escape(alias)}(?!\w)", words):
                    return party.name
        country = "" if _names_group(words) else country_of(_ELSEWHERE.sub("", words))
        if country != "":
            return country
        return "" if person else _body(words)

    def _resolve(self, actor: Actor) -> Actor:
        return self._party_by_role(self._whom(actor))

    def _whom(self, actor: Actor) -> Actor:
        lower = actor.span.quoted.casefold()
        if lower in _PERSONAL:
            return self._back(actor, self._persons(), "no person was named before")
        if lower in _PLURAL:
            return self._back(
                actor, [a for a in self.known.values() if a.name == "" or a.party == a.name], "nobody was named before"
            )
        if lower in ("it", "its"):
            return self._back(actor, [a for a in self.known.values() if _may_be_body(a)], "no body was named before")
        if lower in _OPEN and not (actor.span.quoted.isupper() and len(lower) > 1):
            return replace(actor, left_open="the document does not say here who is meant")
        if actor.name != "":
            return self._by_name(actor)
        if actor.role != "":
            return self._by_role(actor)
        if actor.party in self._longer():
            who = self._longer()[actor.party]
            return replace(actor, party=who.party, resolved=who.resolved or who.span)
        bare = re.fullmatch(r"(?:the|this|that)\s+(\w+)", lower)
        if actor.party == "" and bare is not None and (bare[1] in listed("body") or bare[1] in ("group", "country")):
            return self._back(actor, self._bodies(bare[1]), "no such body was named before")
        return actor

    def _bodies(self, word: str) -> list[Actor]:
        """“the ministry” is one that was named a ministry; “the group” any body that is no organ of a state."""
        named = [a for a in self.known.values() if a.name == "" and a.role == "" and a.party != ""]
        if word in ("group", "movement", "organisation", "organization"):
            return [a for a in named if not _names_body(a.party) and country_of(a.party) == ""]
        if word == "country":
            return [a for a in named if country_of(a.party) == a.party]
        return [a for a in named if word in re.findall(r"\w+", f"{a.party} {a.span.quoted}".casefold())]

    def _longer(self) -> dict[str, Actor]:
        """“The Ministry”: the last body that was named by more words and has that one among them."""
        found: dict[str, Actor] = {}
        for a in self.known.values():
            words = a.party.split()
            if a.name == "" and a.role == "" and len(words) > 1:
                found |= {w: a for w in words if _names_body(w)}
        return found

    def _persons(self) -> list[Actor]:
        """Those who are persons for certain: with a role or two names; else whoever has a name at all."""
        sure = [a for a in self.known.values() if (a.role != "" and not _plural_role(a)) or len(a.name.split()) > 1]
        return sure if len(sure) > 0 else [a for a in self.known.values() if a.name != "" and a.name != a.party]

    def _back(self, actor: Actor, among: Sequence[Actor], why_not: str) -> Actor:
        if len(among) == 0:
            return replace(actor, left_open=why_not)
        who = among[-1]
        return replace(actor, name=who.name, role=who.role, party=who.party, resolved=who.resolved or who.span)

    def _by_name(self, actor: Actor) -> Actor:
        """A surname alone takes the role and party that its full name was given before."""
        last = actor.name.split()[-1]
        for before in reversed(self.known.values()):
            if before.name != "" and last in before.name.split() and (len(before.name) >= len(actor.name)):
                same = before.name != actor.name or (actor.role == "" and before.role != "")
                name = before.name if last == before.name.split()[-1] or len(actor.name.split()) == 1 else actor.name
                resolved = (before.resolved or before.span) if same else None
                return replace(
                    actor,
                    name=name,
                    role=actor.role or before.role,
                    party=actor.party or before.party,
                    resolved=resolved,
                )
        return actor

    def _party_by_role(self, actor: Actor) -> Actor:
        """A role in the same words that is given one party elsewhere in the document is of that party."""
        if actor.role == "" or actor.party != "" or len(actor.role.split()) < 2:
            return actor
        parties = {
            a.party
            for a in (*self.known.values(), *self.foretold.values())
            if a.party != "" and a.role.casefold() == actor.role.casefold()
        }
        return replace(actor, party=parties.pop()) if len(parties) == 1 else actor

    def _by_role(self, actor: Actor) -> Actor:
        """“The spokesperson”: the only one of that role named in the document; with two of them it is left open."""
        if not re.match(r"(?i)(?:the|this|that|its|their|his|her)\b|[A-Z]", actor.span.quoted) or _plural_role(actor):
            return actor
        alike = {
            a.name: a
            for a in (*self.foretold.values(), *self.known.values())
            if a.name != "" and _one_role(a.role, actor.role) and (actor.party in ("", a.party))
        }
        if len(alike) == 1:
            who = next(iter(alike.values()))
            return replace(
                actor, name=who.name, role=who.role, party=actor.party or who.party, resolved=who.resolved or who.span
            )
        if len(alike) > 1:
            return replace(actor, left_open=f"several were named with that role: {', '.join(sorted(alike))}")
        same_body = [a for a in self.known.values() if a.role != "" and _one_role(a.role, actor.role) and a.party != ""]
        if actor.party == "" and len(same_body) > 0:
            return replace(actor, party=same_body[-1].party, resolved=same_body[-1].resolved or same_body[-1].span)
        return actor


def _enter(company: Company, actor: Actor) -> None:
    """Remember somebody as the last who was named: a report of 500 pages names few people, but often."""
    company.pop(_key(actor), None)
    company[_key(actor)] = actor


def _key(actor: Actor) -> tuple[str, str, str]:
    return actor.name, actor.role, actor.party


def _may_be_body(actor: Actor) -> bool:
    """A body or country; or a single name that nobody gave a role, for that may be a country too."""
    return actor.role == "" and len(actor.name.split()) <= 1


def _names_body(words: str) -> bool:
    return any(w.casefold() in listed("body") for w in re.findall(r"\w+", words))


def _names_group(words: str) -> bool:
    """“militants within X” are not X, nor are “X's rebels”."""
    return any(w.casefold() in listed("group") for w in re.findall(r"\w+", words))


def _with_apposed(words: str, role: str) -> str:
    """“Colonel Ahmed Khan, a spokesman for the army”: a rank before the name, and what he is after it."""
    head, comma, tail = words.partition(", ")
    apposed = role_in(tail) if comma != "" and role != "" and role_in(head) == role and _APPOSED.match(tail) else ""
    return role if apposed in ("", role) else f"{role}, {apposed}"


@lru_cache(maxsize=4096)
def role_in(words: str) -> str:
    """The role in a noun phrase with the words before it that belong to it ("Foreign Ministry spokesperson")."""
    found = _role_pattern().search(words)
    if found is None:
        return ""
    head = words[: found.start()]
    owner = re.sub(r"^(?i:the|a|an|its|their|one|another|senior|unnamed|some|two|three|several)\s+", "", head).strip()
    owner = re.split(r"[,;]|['’]s?\s", owner)[-1].strip()
    tail = re.match(r"\s+(?:of|for|to|at)\s+(?:the\s+)?[^,]{3,60}", words[found.end() :]) if owner == "" else None
    named = tail is not None and not _is_name(tail[0].split(maxsplit=1)[-1])
    phrase = f"{owner} {found[0]}".strip() + (tail[0] if tail is not None and not named else "")
    return "" if len(phrase) > 90 else phrase


@cache
def _role_pattern() -> re.Pattern[str]:
    roles = sorted((r["role"] for r in rows("roles.csv")), key=len, reverse=True)
    one = "(?:" + "|".join(re.escape(r).replace(r"\ ", r"\s+") for r in roles) + ")"
    return re.compile(rf"(?i)\b{one}s?(?:\s+{one})?\b")


@cache
def _introduction() -> re.Pattern[str]:
    """“Foreign Ministry spokesperson A. B. Name”: capitals, a role, capitals."""
    role = _role_pattern().pattern.removeprefix("(?i)")
    lead = r"(?:[A-Z][\w.'’-]*\s+){0,6}"
    return re.compile(rf"{lead}(?i:{role})\s+(?:[A-Z][\w'’-]+)(?:\s+(?:[A-Z]\.|[A-Z][\w'’-]+)){{0,4}}")


@cache
def _owned_role() -> re.Pattern[str]:
    """“Westland's Foreign Ministry spokesperson”: an owner, then a role."""
    role = _role_pattern().pattern.removeprefix("(?i)")
    return re.compile(
        rf"[A-Z][\w.]*(?:\s[A-Z][\w.]*)*['’]s?\s+(?:[A-Z][\w.'’-]*\s+){{0,4}}(?i:{role})(?:\s+[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){{0,3}})?"
    )


@cache
def _alike() -> dict[str, str]:
    return {r["role"]: r["alike"] for r in rows("roles.csv")}


def _one_role(left: str, right: str) -> bool:
    return not _heads_of_role(left).isdisjoint(_heads_of_role(right))


@lru_cache(maxsize=4096)
def _heads_of_role(role: str) -> frozenset[str]:
    """The words of a role that say which it is, the same for "spokesman" and "spokesperson"; a colonel who is
    spokesman has two."""
    found = (_role_pattern().search(part) for part in role.split(", "))
    words = [re.sub(r"\s+", " ", m[0].casefold()) for m in found if m is not None]
    return frozenset(_alike().get(w, _alike().get(w.rstrip("s"), w)) for w in words)


def _plural_role(actor: Actor) -> bool:
    found = _role_pattern().search(actor.role)
    return found is not None and found[0].casefold().endswith("s") and found[0].casefold() not in _alike()


def _core(words: str) -> str:
    words = re.sub(r"\s+", " ", words).strip(" ,;:")
    return re.sub(r"['’]s?$", "", words)


def _person(words: str, role: str) -> str:
    """The person's name in a noun phrase: the capitals after the role, or before a comma and a role."""
    if role != "":
        found = _role_pattern().search(words)
        assert found is not None
        after = _NAME.match(words[found.end() :].lstrip(" ,"))
        if (
            after is not None
            and not _names_body(after["name"])
            and len(countries_in(after["name"])) == 0
            and not words[found.end() :].startswith((" of", " for"))
        ):
            return after["name"]
        before = re.match(rf"(?:{_TITLE}\s+)*([A-Z][\w'’.-]+(?:\s+[A-Z][\w'’.-]+)*),", words)
        return "" if before is None or _names_body(before[1]) else before[1]
    named = re.match(rf"(?:the\s+|former\s+|then\s+)?(?:{_TITLE}\s+)+([A-Z][\w'’-]+(?:\s+[A-Z][\w'’.-]+)*)", words)
    return "" if named is None else named[1]


def _is_name(words: str) -> bool:
    parts = words.split()
    return 0 < len(parts) <= 5 and all(
        p[0].isupper() or p in ("al", "bin", "of", "and", "ul", "ur", "de", "van") for p in parts
    )


def _body(words: str) -> str:
    core = re.sub(r"^(?i:the|a|an|its|their|his)\s+", "", words)
    core = re.split(r",|\s(?:who|which|that)\s", core)[0].strip()
    if _names_body(core) and any(c.isupper() for c in core):
        return core
    return ""
