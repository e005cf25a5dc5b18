"""A snapshot on its way into its register: written beside its place, then settled or withdrawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from reclaim.model.errors import CaseBusy
from reclaim.store import safely
from reclaim.store.registers import folder
from reclaim.store.registers.request import Added


@dataclass(frozen=True, slots=True)
class Staged:
    """A snapshot that is written beside its place, and not yet a part of its register.

    `before` is the text of `register.toml` as it stood, None if there was none.
    """

    added: Added
    registers: Path
    waiting: Path | None
    place: Path
    before: bytes | None

    def settle(self, save: Callable[[Path, bytes], None] = safely.write) -> Added:
        """Make it a part of the register. Raises CaseBusy if the register changed meanwhile.

        `save` writes `register.toml`; that of a case's transaction (`Writing.text`) does so once all is recorded.
        """
        if self.waiting is None:
            return self.added
        if text_of(self.registers, self.added.register.name) != self.before:
            raise CaseBusy(f"another command changed the register '{self.added.register.name}' meanwhile",
                           where=str(self.registers), mend="run it again")
        with safely.naming(self.place):
            self.waiting.replace(self.place)
            safely.flush(self.place.parent)
        return replace(self.added, written=(self.place, folder.save(self.registers, self.added.register, save)))

    def withdraw(self) -> None:
        """Take it back: the folder is as it was before."""
        if self.waiting is None:
            return
        own = self.registers / self.added.register.name
        if not self.waiting.exists():
            self.place.unlink(missing_ok=True)
        self.waiting.unlink(missing_ok=True)
        if text_of(self.registers, own.name) != self.before:
            if self.before is None:
                (own / folder.FILE).unlink(missing_ok=True)
            else:
                safely.write(own / folder.FILE, self.before)
        remove_empty(own)


def text_of(registers: Path, name: str) -> bytes | None:
    """`register.toml` as it stands; None if there is none."""
    path = registers / name / folder.FILE
    return path.read_bytes() if path.is_file() else None


def remove_empty(own: Path) -> None:
    """Remove the folders of a register that has come to nothing."""
    for path in (own / folder.SNAPSHOTS, own):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()
