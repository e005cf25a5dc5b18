"""One case is one folder: what lies where in it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reclaim.model.errors import CaseDamaged, CaseMissing


@dataclass(frozen=True, slots=True)
class Folder:
    """The places in a case folder. Nothing outside of it belongs to the case, so that it can be copied as it is."""

    path: Path

    @classmethod
    def find(cls, path: Path | str) -> Folder:
        """The case at `path`. Raises CaseMissing if there is none, CaseDamaged if its database is gone."""
        folder = cls(Path(path))
        if not folder.path.is_dir():
            raise CaseMissing("there is no case here", where=str(path), mend=f"make one with: reclaim new {path}")
        if not folder.database.is_file():
            if folder.toml.is_file():
                raise CaseDamaged("case.toml is there, but case.db is gone", where=str(path),
                                  mend="restore case.db from a copy of the folder")
            raise CaseMissing("this folder is no case", where=str(path), mend=f"make one with: reclaim new {path}")
        return folder

    @property
    def toml(self) -> Path:
        """Name, owner, handling, rules: written by hand."""
        return self.path / "case.toml"

    @property
    def database(self) -> Path:
        """Records, decisions, proposals and the audit log."""
        return self.path / "case.db"

    @property
    def sources(self) -> Path:
        """Bytes as received, named by their SHA-256."""
        return self.path / "sources"

    @property
    def registers(self) -> Path:
        """A folder for each register."""
        return self.path / "registers"

    @property
    def derived(self) -> Path:
        """Results of costly folds; deleting it loses nothing."""
        return self.path / "derived"

    @property
    def drafts(self) -> Path:
        """What is being written by hand and is no record yet."""
        return self.path / "drafts"

    def tomls(self) -> list[str]:
        """The files written by hand, as paths inside the folder: case.toml, then each register's."""
        found = [self.toml] if self.toml.is_file() else []
        found += sorted(self.registers.glob("*/register.toml"))
        return [p.relative_to(self.path).as_posix() for p in found]

    def inside(self, path: Path) -> str:
        """A path of the folder as the database names it: relative, with `/`."""
        return path.relative_to(self.path).as_posix()
