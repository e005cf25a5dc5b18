"""A case without one of its records: whatever rested on it follows, and nothing of it is left anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reclaim.accounting.assemble import Assembly, assemble
from reclaim.accounting.bounds import accounts
from reclaim.accounting.claims.fold import verdicts
from reclaim.accounting.custody.chain import chains
from reclaim.accounting.retrieval.fold import retrieval
from reclaim.accounting.side_by_side import side_by_side
from reclaim.accounting.turned_up import turned_up
from reclaim.catalogue.places import gazetteer
from reclaim.desk.demo import CASES, build
from reclaim.model.record import Record, RecordKind
from reclaim.output.figures.map import tally

INVENTED = Path(__file__).parent.parent / "cases" / "invented"


def looks(now: Assembly) -> dict[str, Any]:
    """What a reader is shown, by name."""
    countries = turned_up(now)
    return {
        "figures": side_by_side(now), "countries": countries, "verdicts": verdicts(now),
        "retrieval": retrieval(now),
        "bounds": accounts(now) if len(now.stock) < 50 else (), "chains": chains(now),
        "origins": sorted(now.origins.sources),
        "names": [(p, now.parties.name(p)) for p in sorted(now.parties.parties)], "prices": now.prices,
        "types": [(t, now.types.lineage(t)) for t in sorted(now.types.types)],
        "map": tally([t.event.place for c in countries for t in c.events], gazetteer()),
        "problems": now.problems,
        "records": sorted(((r.key, r) for r in now.records.values()), key=lambda pair: pair[0]),
    }


@pytest.fixture(scope="module", params=["invented", "shipped"])
def records(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[Record]:
    files = INVENTED if request.param == "invented" else CASES / "afghanistan-2021"
    return build(files, tmp_path_factory.mktemp(request.param) / "case")[0].records()


# What must follow when a record of a kind goes.
FOLLOWS = {
    RecordKind.SOURCE: "origins", RecordKind.STOCK: "figures", RecordKind.EVENT: "countries",
    RecordKind.LINE: "countries", RecordKind.STATEMENT: "verdicts", RecordKind.CLAIM: "verdicts",
    RecordKind.STEP: "retrieval", RecordKind.PRICE: "prices", RecordKind.TYPE: "types", RecordKind.PARTY: "names",
    RecordKind.DECISION: "chains",
}


@pytest.mark.parametrize("kind", FOLLOWS, ids=str)
def test_what_rested_on_it_follows(kind: RecordKind, records: list[Record]) -> None:
    own = [r for r in records if r.kind is kind]
    if len(own) == 0:
        pytest.skip(f"the case has no {kind}")
    whole = looks(assemble(records))
    changed = []
    for gone in own[:: max(1, len(own) // 3)][:3 if len(records) < 200 else 1]:
        left = looks(assemble([r for r in records if r.id != gone.id]))
        changed += [name for name in left if name != "records" and left[name] != whole[name]]
        assert gone.id not in {r.id for _, r in left["records"]}
    expected = FOLLOWS[kind]
    if kind is RecordKind.DECISION:
        assert len(changed) > 0
    else:
        assert expected in changed
