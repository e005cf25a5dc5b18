"""Opens a file of a risky sort in a process of its own, with bounds on its time and memory.

A parser of PDF or of workbooks that is led astray by a file then ends alone, and the reader says so.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import asdict

from reclaim.documents.limits import Limits
from reclaim.documents.text import Draft, Facts, Table, Text
from reclaim.model.problem import Problem
from reclaim.model.proposal import Segment, SegmentRole

_STARTING_SECONDS = 30.0


def open_apart(module: str, function: str, raw: bytes, where: str, limits: Limits) -> Text:
    """Call `module.function(raw, where, limits)` in a process of its own; its end is a problem, never an exception."""
    command = [
        sys.executable,
        "-c",
        "from reclaim.documents.worker import serve; serve()",
        module,
        function,
        where,
        json.dumps(asdict(limits)),
    ]
    keep = {
        k: v
        for k, v in os.environ.items()
        if k in ("PATH", "SYSTEMROOT", "PYTHONPATH", "LANG", "LC_ALL", "TMPDIR", "HOME", "VIRTUAL_ENV")
    }
    try:
        done = subprocess.run(
            command, input=raw, capture_output=True, timeout=limits.seconds + _STARTING_SECONDS, env=keep, check=False
        )
    except subprocess.TimeoutExpired:
        return _failed(
            where, limits, "out_of_time", f"the file could not be opened within {limits.seconds:.0f} seconds"
        )
    if done.returncode != 0:
        return _failed(
            where,
            limits,
            "not_readable",
            "opening the file took more memory or time than the limits allow, or its reader broke",
        )
    return _from_plain(json.loads(done.stdout))


def serve() -> None:
    """The other end: bounds itself, reads the file from standard input, writes the text as JSON."""
    import importlib

    module, function, where, settings = sys.argv[1:5]
    limits = Limits(**json.loads(settings))
    _bound(limits)
    raw = sys.stdin.buffer.read()
    text = getattr(importlib.import_module(module), function)(raw, where, limits)
    sys.stdout.buffer.write(json.dumps(_plain(text)).encode())


def _bound(limits: Limits) -> None:
    """Limits of the operating system, where it has them."""
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory, limits.memory))
    seconds = int(limits.seconds * 2) + 10
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def _failed(where: str, limits: Limits, code: str, what: str) -> Text:
    draft = Draft(where, limits.characters)
    draft.note(code, what, "split the file, save it anew, or raise the limits", fatal=True)
    return draft.finish()


def _plain(text: Text) -> dict[str, object]:
    places = {id(s): k for k, s in enumerate(text.segments)}
    return {
        "text": text.text,
        "segments": [[str(s.role), s.start, s.end, s.page, s.box, s.cell] for s in text.segments],
        "tables": [[t.name, [[places[id(s)] for s in row] for row in t.rows]] for t in text.tables],
        "facts": asdict(text.facts),
        "problems": [asdict(p) for p in text.problems],
    }


def _from_plain(plain: dict[str, object]) -> Text:
    segments: list[Segment] = []
    for role, start, end, page, box, cell in plain["segments"]:  # type: ignore[attr-defined]
        segments.append(Segment(SegmentRole(role), start, end, page, None if box is None else tuple(box), cell))
    tables = [Table(name, tuple(tuple(segments[k] for k in row) for row in rows)) for name, rows in plain["tables"]]  # type: ignore[attr-defined]
    problems = [Problem(**p) for p in plain["problems"]]  # type: ignore[attr-defined]
    return Text(str(plain["text"]), tuple(segments), tuple(tables), Facts(**plain["facts"]), tuple(problems))  # type: ignore[arg-type]
