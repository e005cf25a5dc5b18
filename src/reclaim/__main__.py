"""`python -m reclaim`"""

from __future__ import annotations

from reclaim.cli.main import run

if __name__ == "__main__":
    run()
