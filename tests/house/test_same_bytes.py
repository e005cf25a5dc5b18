"""The same input gives the same bytes, whatever the hash seed, the time zone, the locale or the number of threads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from reclaim.desk.demo import build

INVENTED = Path(__file__).parent.parent / "cases" / "invented"
ASK = """
import sys
from reclaim.cli.main import main
for words in (["claims"], ["claims", "--why"], ["accounts", "--why"], ["retrieval"]):
    main([words[0], sys.argv[1], *words[1:], "--json"])
"""
WORLDS = (
    {"PYTHONHASHSEED": "0", "TZ": "UTC", "LANG": "C.UTF-8", "NUMBA_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
    {"PYTHONHASHSEED": "4711", "TZ": "Asia/Kathmandu", "LANG": "tr_TR.UTF-8", "NUMBA_NUM_THREADS": "2",
     "OMP_NUM_THREADS": "2"},
)


def test_every_answer_is_the_same_in_another_world(tmp_path: Path) -> None:
    place = tmp_path / "case"
    build(INVENTED, place)
    fixed = {**os.environ, "SOURCE_DATE_EPOCH": "1700000000"}
    told = [subprocess.run([sys.executable, "-c", ASK, str(place)], env=fixed | world, capture_output=True, check=True,
                           timeout=120).stdout for world in WORLDS]
    assert len(told[0]) > 5_000
    assert told[0] == told[1]
