"""The report that the project was made for: its 17 statements, by the places of their sources and contents.

The report stays outside (RECLAIM_MATERIAL/seed); what is kept here are numbers: character places in its canonical text.
A statement is right if its source's words overlap the listed ones and its content covers the listed content, and little
else, by characters (Jaccard at least 0.8).
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from reclaim import documents
from reclaim.model.proposal import StatementFields

SHA256 = "2a3fc9f440e3afa162ab19920de562f22e9886054a02eae3ac5d5c16ed11a54e"
# (source start, source end, ((content start, content end), ...)); one reader's judgement.
GOLD: tuple[tuple[int, int, tuple[tuple[int, int], ...]], ...] = (
    (0, 8, ((15, 65),)),
    (67, 105, ((128, 241),)),
    (244, 269, ((282, 360),)),
    (363, 409, ((419, 457),)),
    (363, 409, ((471, 566),)),
    (569, 574, ((591, 663),)),
    (569, 574, ((676, 722),)),
    (569, 574, ((738, 804),)),
    (807, 847, ((855, 869),)),
    (807, 847, ((884, 1021),)),
    (945, 956, ((920, 933), (957, 987))),
    (1284, 1288, ((1024, 1283),)),
    (1298, 1314, ((1332, 1444),)),
    (1446, 1448, ((1465, 1588),)),
    (1699, 1726, ((1790, 1871),)),
    (1790, 1799, ((1809, 1871),)),
    (2262, 2273, ((2233, 2254), (2279, 2328))),
)


def score(folder: Path) -> tuple[int, int, int] | None:
    """Right, spurious and wanted; None if the report is not there or another than was judged."""
    files = sorted(folder.glob("*.txt"))
    if len(files) == 0 or hashlib.sha256(files[0].read_bytes()).hexdigest() != SHA256:
        return None
    found = [p.fields for p in documents.read(files[0]).proposals if isinstance(p.fields, StatementFields)]
    left, right = list(GOLD), 0
    for fields in found:
        hit = next((g for g in left if _same(fields, g)), None)
        if hit is not None:
            left.remove(hit)
            right += 1
    return right, len(found) - right, len(GOLD)


def _same(fields: StatementFields, gold: tuple[int, int, tuple[tuple[int, int], ...]]) -> bool:
    mine = {i for s in fields.content for i in range(s.start, s.end)}
    theirs = {i for a, b in gold[2] for i in range(a, b)}
    who = fields.speaker is not None and fields.speaker.span.start < gold[1] and gold[0] < fields.speaker.span.end
    return who and len(mine & theirs) >= 0.8 * len(mine | theirs)
