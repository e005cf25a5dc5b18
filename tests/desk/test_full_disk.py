"""A full disk and a folder that may not be written: the case stays whole, and it is said what is wrong."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from reclaim.desk.add import add
from reclaim.desk.case import open_case
from reclaim.desk.new import new

RECLAIM = [sys.executable, "-m", "reclaim"]
ALONE = ["unshare", "-rm", "sh", "-ec"]
NOBODY = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
POWERLESS = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"]


@pytest.fixture
def case(tmp_path: Path) -> Path:
    made = new(tmp_path / "case", owner="Desk")
    (tmp_path / "sources.csv").write_text("id,title,rests_on\ns1,A list,self\n", encoding="utf-8")
    (tmp_path / "stock.csv").write_text("id,source,as_of,holder,type,quantity,kind\nH1,s1,2021-08-15,army,rifle,7,left\n",
                                        encoding="utf-8")
    add(made, [tmp_path / "sources.csv", tmp_path / "stock.csv"])
    return made.path


def run(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120,
                          env=os.environ | {"NO_COLOR": "1"})


def full(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script in a mount namespace of its own; the test says loudly that it skips where none can be had."""
    if shutil.which("unshare") is None or run(*ALONE, "mount -t tmpfs none /mnt").returncode != 0:
        pytest.skip("LOUD: this system forbids a mount namespace of one's own (unshare -rm), so no disk can be filled")
    return run(*ALONE, script, "sh", *arguments)


def whole(case: Path) -> bool:
    verified = run(*RECLAIM, "verify", str(case))
    return verified.returncode == 0 and len(list(open_case(case).records())) == 2


@pytest.mark.parametrize("ending", ["pdf", "html"])
def test_a_brief_on_a_full_disk_is_not_there_at_all(case: Path, tmp_path: Path, ending: str) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    done = full('mount -t tmpfs -o size=16k none "$1"; disk="$1"; shift; "$@" || echo "exit $?"; ls -A "$disk"',
                str(disk), *RECLAIM, "brief", str(case), "--out", str(disk / f"b.{ending}"))
    assert done.stdout.startswith("exit")
    assert len(done.stdout.splitlines()) == 1
    assert "the disk is full" in done.stderr
    assert "Traceback" not in done.stderr
    assert whole(case)


def test_a_case_on_a_full_disk_refuses_a_record_and_stays_whole(case: Path, tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    (tmp_path / "more.csv").write_text("id,source,as_of,holder,type,quantity,kind\n" + "".join(
        f"M{n},s1,2021-08-15,army,rifle,{n},left\n" for n in range(2000)), encoding="utf-8")
    done = full('mount -t tmpfs -o size=2m none "$1"; cp -r "$2" "$1/case"; dd if=/dev/zero of="$1/fill" bs=4k '
                '2>/dev/null || true; disk="$1"; more="$3"; shift 3; "$@" add "$disk/case" "$more" || echo "exit $?"; '
                'rm "$disk/fill"; "$@" verify "$disk/case" --json && "$@" add "$disk/case" "$more" >/dev/null && '
                'echo "added later"', str(disk), str(case), str(tmp_path / "more.csv"), *RECLAIM)
    assert "exit" in done.stdout, done.stderr
    assert "added later" in done.stdout, done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_that_may_not_be_written_is_said_to_be_so(case: Path, tmp_path: Path) -> None:
    if shutil.which("setpriv") is None:
        pytest.skip("LOUD: there is no setpriv here, so nothing can be tried without the rights of root")
    reachable = run(*NOBODY, sys.executable, "-c", "import reclaim").returncode == 0 and run(
        *NOBODY, "ls", str(case)).returncode == 0
    unable = [] if os.getuid() != 0 else NOBODY if reachable else POWERLESS
    shut = tmp_path / "shut"
    shut.mkdir()
    shut.chmod(0o555)
    for path in (case, *case.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = run(*unable, *RECLAIM, "brief", str(case), "--out", str(shut / "b.pdf"))
    assert done.returncode != 0
    assert "the folder is read-only" in done.stderr
    assert "Traceback" not in done.stderr
    assert list(shut.iterdir()) == []
    for path in (case, *case.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)
    assert whole(case)
