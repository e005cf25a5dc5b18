"""Every command of the tutorial and the how-to pages is run, in order, on the files that the page gives."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from reclaim.cli.main import main

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
PAGES = [DOCS / "tutorial.md", *sorted((DOCS / "how-to").glob("*.md"))]
BLOCK = re.compile(r"^```(\w+) ?(\S*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_every_command_succeeds(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    ran = 0
    for language, name, content in BLOCK.findall(page.read_text(encoding="utf-8")):
        if name != "":
            (tmp_path / name).write_text(content, encoding="utf-8")
        elif language == "sh":
            for line in content.strip().split("\n"):
                words = shlex.split(line)
                assert words[0] == "reclaim"
                assert main(words[1:]) == 0, line
                ran += 1
    assert ran >= 4


def test_the_reference_is_what_the_code_says() -> None:
    from tools.reference import PLACE, reference

    assert PLACE.read_text(encoding="utf-8") == reference() + "\n", "run: python -m tools.reference"


def test_every_command_has_an_example_and_stands_in_the_reference() -> None:
    from tools.reference import PLACE, command_names

    page = PLACE.read_text(encoding="utf-8")
    for name in command_names():
        part = page.split(f"### reclaim {name}\n")[1].split("###")[0]
        assert "Example" in part, f"reclaim {name} shows no example"
