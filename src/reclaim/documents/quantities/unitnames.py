"""Units by their names and signs, with the prefixes that they take: "kilometres", "km", "MB", "Swiss francs", "CHF"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from reclaim.documents.lexicon import rows

_PREFIXES = {
    "si": {"kilo": "k", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "milli": "m", "micro": "μ;µ;u", "nano": "n",
           "pico": "p", "centi": "c", "deci": "d", "hecto": "h"},
    "data": {"kilo": "k;K", "mega": "M", "giga": "G", "tera": "T", "peta": "P", "exa": "E"},
    "k": {"kilo": "k"},
}  # fmt: skip
# The end of a form: not within a word, nor in a longer one ("5 PS-90", "12 second-hand rifles").
_END = re.compile(
    r"(?<=[\w$€£¥%°º″²³])(?![\w°²³]|-\d|-(?!old|long|wide|high|an?\b|per\b)[a-z])|(?<=[^\w\s])(?=[\s,.;:!?)\]]|$)"
)
_LONGEST = 40
# Written in small letters too; "s $5" would be the end of a genitive.
_SMALL_TOO = frozenset({"US", "C", "CA", "AU", "NZ", "HK"})


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit by its normalised name; `money` if it is one of money, `end` where its form ends in the text."""

    name: str
    money: bool
    end: int


@cache
def _forms() -> tuple[dict[str, tuple[str, bool]], dict[str, tuple[str, bool]]]:
    """Signs as they are written, and names in small letters, in the singular and the plural."""
    signs: dict[str, tuple[str, bool]] = {}
    names: dict[str, tuple[str, bool]] = {}
    listed = rows("units.csv")
    for row in listed:
        for prefix, letters in _PREFIXES.get(row["sort"], {}).items():
            names |= {form: (prefix + row["unit"], False) for n in _each(row["names"]) for form in _numbers(prefix + n)}
            signs |= {
                letter + s: (prefix + row["unit"], False) for s in _each(row["signs"]) for letter in _each(letters)
            }
    for row in listed:
        money = row["sort"] == "money"
        names |= {form: (row["unit"], money) for n in _each(row["names"]) for form in _numbers(n)}
        signs |= dict.fromkeys(_each(row["signs"]), (row["unit"], money))
    return signs, names


def _each(cell: str) -> list[str]:
    return [part for part in cell.split(";") if part != ""]


def _numbers(name: str) -> tuple[str, str]:
    """A name and its plural; hyphens do not count."""
    plain = name.casefold().replace("-", " ")
    return plain, plain if plain.endswith("s") or plain in ("feet", "square feet", "cubic feet") else plain + (
        "es" if plain.endswith(("ch", "x")) else "s"
    )


def unit_at(text: str, start: int) -> Unit | None:
    """The unit whose form begins at a place of the text, the longest one; None if there is none."""
    signs, names = _forms()
    window = text[start : start + _LONGEST]
    for end in sorted((m.start() for m in _END.finditer(window)), reverse=True):
        form = window[:end]
        found = signs.get(form) or (names.get(form.casefold().replace("-", " ")) if len(form) > 1 else None)
        if found is not None:
            return Unit(*found, start + end)
    return None


@cache
def measures() -> frozenset[str]:
    """Names and signs of units of more than two letters, none of them money: "550 megawatt" is no name."""
    signs, names = _forms()
    return frozenset(form for table in (signs, names) for form, (_, money) in table.items()
                     if len(form) > 2 and form.islower() and not money)  # fmt: skip


@cache
def money_before() -> str:
    """A pattern of the signs and codes that stand before an amount of money, the longest first.

    A blank may part "US" and "$"; never "A" and "$", which is an article and a dollar.
    """
    listed = sorted((s for s, (_, money) in _forms()[0].items() if money), key=lambda s: (-len(s), s))
    signs = []
    for sign in (s for s in listed if not s[-1].isalnum() and s not in ("Rs.", "c.", "¢")):
        country = sign[:-1] if len(sign) > 1 and sign[-1] == "$" else ""
        blank = "" if country in ("A", "J", "N") else r"\s?"
        either = f"(?:{country}|{country.lower()})" if country in _SMALL_TOO else country
        signs.append(rf"(?<![A-Za-z.'’]){either}{blank}\$" if country.isalpha() else re.escape(sign))
    codes = [s for s in listed if s.isupper() and s.isalpha() and len(s) == 3]
    codes += ["RM", "Rs", "Afs", "KSh", "Tk", *(c.lower() for c in ("USD", "EUR", "GBP", "RMB"))]
    return (
        rf"(?P<money>\$(?:US|A|NZ)(?=\s?\d)|{'|'.join(signs)})|(?P<code>(?<![A-Za-z])(?:{'|'.join(codes)})\.?(?=\s?\d))"
    )


def money_named(sign: str) -> str:
    """The money that a sign or code means, whatever its case and blanks."""
    bare = re.sub(r"\s", "", sign)
    bare = f"{bare[1:]}$" if bare.startswith("$") else bare
    return next((_forms()[0][s][0] for s in (bare, bare.upper(), bare.rstrip(".")) if s in _forms()[0]), sign)
