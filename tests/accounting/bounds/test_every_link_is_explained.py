"""Every link that an answer can name stands in docs/accounts.md, and none other is drawn."""

from __future__ import annotations

from pathlib import Path

from tests.accounting.bounds.written import case

from reclaim.accounting.constraints import book
from reclaim.accounting.gathering import gather
from reclaim.accounting.holders import Holders
from reclaim.accounting.identities import IDENTITIES
from reclaim.accounting.linking import link
from reclaim.accounting.questions import Question
from reclaim.model.decision import Decision, Judgement
from reclaim.model.quantity import CountKind

DOC = (Path(__file__).parents[3] / "docs" / "accounts.md").read_text(encoding="utf-8")

TREE = "id | name | parent\narms | arms |\nrifle | rifle | arms\npistol | pistol | arms"
PARTIES = "id | name | part_of\narmy | Army |\nnorth | North | army"
HEADER = "id | source | as_of | holder | type | quantity | kind | any_of | counts | scope_words | all_parts_of | base\n"
EVENTS = """id | source | kind | date | by | basis
E1 | S1 | seized | 2020-01-01 | police | picture
E2 | S2 | seized | 2021-01-01 | police | picture"""
LINES = "id | event | type | quantity\nL1 | E1 | rifle | 3\nL2 | E2 | rifle | 4"


def all_links() -> set[str]:
    """The names of all links of a case that has everything in it."""
    kinds = [k for k in CountKind if k is not CountKind.SHIPPED]
    rows = [f"{h}{t}{k} | S1 | 2020-01-01 | {h} | {t} | 9 | {k} |  | items | {scope} |  | "
            for h in ("army", "north") for t in ("arms", "rifle") for scope, ks in (
                ("with shipments", list(CountKind)), ("without", kinds)) for k in ks]
    rows = [f"{n}{row}" for n, row in enumerate(rows)]
    rows += ["X1 | S1 | 2020-01-01 | army | rifle | 9 | any_of | destroyed;captured | items | without |  | ",
             "X2 | S1 | 2021-01-01 | army | rifle | 9 | delivered |  | items | without |  | ",
             "X3 | S1 | 2020-01-01 | army | pistol | 9 | on_hand |  | items | without | arms | ",
             "X4 | S1 | 2020-01-01 | army | rifle | 9 | on_hand |  | share | without |  | all rifles"]
    different = Decision.make(("events#E1", "events#E2"), Judgement.DIFFERENT, "A", "2022-01-01", "two towns")
    assembly = case(HEADER + "\n".join(rows), TREE, PARTIES, EVENTS, LINES, decisions=[different])
    system = link(book(assembly), assembly.types, Holders(assembly.parties))
    events = gather(assembly, Question()).system
    return {row.name for row in (*system.rows, *events.rows)} - {""}


def test_every_link_stands_in_the_table() -> None:
    names = all_links()
    assert {n for n in names if f"`{n}`" not in DOC} == set()
    assert len(names) == 19
    table = [line for line in DOC.splitlines() if line.startswith("| `")]
    drawn = {word for line in table for word in line.split("|")[1].split("`")[1::2]}
    assert drawn == names, "the table explains what is never drawn"


def test_every_identity_says_what_it_is() -> None:
    assert all((i.__doc__ or "").strip() != "" for i in IDENTITIES)
