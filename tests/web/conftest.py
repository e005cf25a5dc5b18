"""The desk of a case, with a browser that was let in."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from reclaim.desk.case import Case, open_case
from reclaim.desk.demo import CASES, build, shipped
from reclaim.desk.register import Asked, add
from reclaim.web.app import Door, served

INVENTED = Path(__file__).parent.parent / "cases" / "invented"
PORT = 8411
BASE = f"http://127.0.0.1:{PORT}"


@dataclass
class Visit:
    """A desk and a browser; `door.desk` is what the browser looks at."""

    case: Case
    door: Door
    browser: TestClient


def visit(case: Case) -> Visit:
    """Open the desk of a case and let a browser in."""
    door = served(case.path, PORT)
    browser = stranger(door)
    # The token lets in at whatever page it is shown; this one folds nothing.
    assert browser.get(door.address.removeprefix(BASE).replace("/?", "/api?")).status_code == 200
    return Visit(case, door, browser)


def stranger(door: Door) -> TestClient:
    """A browser that was not let in."""
    return TestClient(door.app, base_url=BASE, raise_server_exceptions=False)


@pytest.fixture(scope="session")
def real(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """The shipped case. No test writes to it."""
    return visit(build(CASES / shipped()[0], tmp_path_factory.mktemp("web") / "real")[0])


@pytest.fixture(scope="session")
def invented(tmp_path_factory: pytest.TempPathFactory) -> Visit:
    """The made-up case, with a register. No test writes to it."""
    place = tmp_path_factory.mktemp("web")
    case = build(INVENTED, place / "invented")[0]
    rows = "".join(f"{n},K{4400 + n:05d},Karlsen,2019-0{n % 9 + 1}-01\n" for n in range(1, 121))
    (place / "shipped.csv").write_text("No,Serial,Make,Date\n" + rows, encoding="utf-8")
    add(case, [place / "shipped.csv"], Asked("shipping", "shipped", "Works <b>", covers="2019..2019", complete="yes"))
    return visit(case)


@pytest.fixture
def own(invented: Visit, tmp_path: Path) -> Visit:
    """A copy of the made-up case, for a test that writes."""
    shutil.copytree(invented.case.path, tmp_path / "own")
    return visit(open_case(tmp_path / "own"))
