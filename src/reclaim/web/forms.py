"""Forms that were sent: signed by the desk, bounded in number and size, and read as text."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from reclaim.model.errors import UsageError
from reclaim.web.show import Refused

MOST_FILES = 50
MOST_FIELDS = 600
LONGEST_FIELD = 4 * 1024 * 1024


async def signed(request: Request) -> FormData:
    """The form that was sent, without files, if a page of this desk made it. Raises Refused."""
    return await _signed(request, 0)


async def with_files(request: Request) -> FormData:
    """The same, with files. How large they may be stands in the guard."""
    return await _signed(request, MOST_FILES)


async def _signed(request: Request, files: int) -> FormData:
    form = await request.form(max_files=files, max_fields=MOST_FIELDS, max_part_size=LONGEST_FIELD)
    token = form.get("csrf", "")
    if not isinstance(token, str) or not request.app.state.secrets.is_form_token(token):
        raise Refused("this form was not made by the desk, or before it was started again",
                      mend="go back, load the page anew, and send it again")
    return form


Signed = Annotated[FormData, Depends(signed)]
WithFiles = Annotated[FormData, Depends(with_files)]


def text(form: FormData, name: str) -> str:
    """A field without spaces around it; empty if it is not there."""
    found = form.get(name, "")
    return found.strip() if isinstance(found, str) else ""


def texts(form: FormData, name: str) -> list[str]:
    """All fields of a name that hold something."""
    return [found.strip() for found in form.getlist(name) if isinstance(found, str) and found.strip() != ""]


def uploads(form: FormData, name: str) -> list[UploadFile]:
    """The files that were sent under a name."""
    return [f for f in form.getlist(name) if isinstance(f, UploadFile) and (f.filename or "") != ""]


def own_name(upload: UploadFile) -> str:
    """The name of a file alone, whatever path was sent with it. Raises UsageError if it has none."""
    name = (upload.filename or "").replace("\\", "/").rpartition("/")[2]
    if name in ("", ".", "..") or not name.isprintable() or len(name.encode()) > 200:
        raise UsageError("a file has no name by which it can be kept", mend="rename it and send it again")
    return name


@contextmanager
def on_disk(files: list[UploadFile]) -> Iterator[list[Path]]:
    """Files under their own names in a folder of their own, which is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="reclaim-sent-") as folder:
        yield put(files, Path(folder))


def put(files: list[UploadFile], folder: Path) -> list[Path]:
    """Files into a folder, under their own names. Raises UsageError if two have one name."""
    names = [own_name(f) for f in files]
    if len({n.casefold() for n in names}) < len(names):
        raise UsageError("two of the files have the same name", mend="rename one of them")
    for upload, name in zip(files, names, strict=True):
        with (folder / name).open("wb") as file:
            shutil.copyfileobj(upload.file, file)
    return [folder / name for name in names]


def local(path: str) -> str:
    """An address of the desk to go back to; empty for any other."""
    good = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable() and "\\" not in path
    return path if good else ""
