"""Marks as stamped images, read by an OCR engine in a process of its own.

The engine (RapidOCR, about 230 MB installed) is no dependency of the project: install it where you like, and name that
Python in RECLAIM_OCR_PYTHON; else this one is tried.

    python -m venv ocr && ocr/bin/pip install rapidocr onnxruntime pillow numpy
    RECLAIM_OCR_PYTHON=ocr/bin/python python -m benchmarks.probability
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path

WORKER = Path(__file__).with_name("ocr_worker.py")


def python() -> str:
    """The Python that has the OCR engine."""
    return os.environ.get("RECLAIM_OCR_PYTHON", sys.executable)


@cache
def is_there() -> bool:
    """Whether the OCR engine can be used."""
    done = subprocess.run([python(), "-c", "import rapidocr, onnxruntime, PIL"], capture_output=True, check=False)
    return done.returncode == 0


def read_images(serials: list[str], seed: int) -> list[str]:
    """What the engine reads of each mark, drawn and worn; `...` where it reads nothing.

    With RECLAIM_OCR_KEPT, a folder, what was read once is not read again.
    """
    asked = json.dumps({"serials": serials, "seed": seed})
    folder = os.environ.get("RECLAIM_OCR_KEPT")
    if folder is None:
        return _read(asked)
    kept = Path(folder) / f"{hashlib.sha256(asked.encode() + WORKER.read_bytes()).hexdigest()[:24]}.json"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(_read(asked)))
    return list(json.loads(kept.read_text()))


def _read(asked: str) -> list[str]:
    done = subprocess.run([python(), str(WORKER)], input=asked, capture_output=True, text=True, check=True)
    return list(json.loads(done.stdout.splitlines()[-1]))
