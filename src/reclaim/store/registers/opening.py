"""What a file is, by its bytes and not by its ending, and its grids."""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from pathlib import Path

from reclaim.model.errors import InputError
from reclaim.model.problem import Problem
from reclaim.store.registers import army80, encoding, opendocument, workbook
from reclaim.store.registers.delimited import Delimited
from reclaim.store.registers.grid import Grid
from reclaim.store.registers.parquet import Columns

# What can be read: the words for it, and the endings that such files have.
FORMATS = {"xlsx": ("an Excel workbook", (".xlsx", ".xlsm", ".xltx")),
           "ods": ("an OpenDocument sheet", (".ods", ".ots")),
           "csv": ("delimited text", (".csv", ".tsv", ".tab", ".txt", ".dat")),
           "parquet": ("Parquet", (".parquet", ".pq")),
           "fixed": ("80-column records", (".txt", ".dat", ".prn", ".asc", ".dsm"))}
_SAMPLE = 1 << 20
_OTHERS = (
    (b"%PDF", "a PDF", "use reclaim read for documents"),
    (b"\x1f\x8b", "compressed with gzip", "unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
    (b"{\\rtf", "a text document (RTF)", "save the table as CSV"),
    (b"\x89PNG", "a picture", "a table is needed"),
    (b"\xff\xd8\xff", "a picture", "a table is needed"),
    (b"SQLite format 3", "a SQLite database", "export the table as CSV"),
)
_MARKUP = re.compile(rb"\s*<(?:!doctype html|html|table|\?xml)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Opened:
    """A file as grids, and what it turned out to be."""

    format: str
    words: str
    grids: list[Grid]


def open_file(path: Path, name: str) -> Opened:
    """The grids of a file. Raises InputError, naming what the file is, if it is nothing that can be read."""
    form = recognise(path, name)
    grids = _grids(form, path, name)
    words, endings = FORMATS[form]
    if path.suffix.lower() not in endings and len(grids) > 0:
        grids[0].problems.insert(0, Problem(name, "other_format", f"the file is {words}, whatever its ending "
                                            f"'{path.suffix}' says; it is read as what it is", "rename it"))
    first = grids[0] if len(grids) > 0 else None
    if isinstance(first, Delimited):
        delimiter = {"\t": "tabs"}.get(first.dialect.delimiter, first.dialect.delimiter)
        words = f"{words}, {first.encoding.name}, cells separated by {delimiter}"
    return Opened(form, words, grids)


def recognise(path: Path, name: str) -> str:
    """A word of FORMATS. Raises InputError."""
    if path.is_dir():
        raise InputError("it is a folder", where=name, mend="name the files in it")
    try:
        with path.open("rb") as file:
            sample = file.read(_SAMPLE)
    except OSError as error:
        raise InputError(f"it cannot be read: {error.strerror or error}", where=name,
                         mend="is the path right?") from error
    if len(sample.strip(b"\x00\r\n\t ")) == 0:
        raise InputError("the file is empty", where=name, mend="name a file with rows")
    if sample.startswith(b"PK\x03\x04"):
        return _zipped(path, name)
    if sample.startswith(b"\xd0\xcf\x11\xe0"):
        raise _old(path, name)
    if sample.startswith(b"PAR1"):
        return "parquet"
    for mark, what, mend in _OTHERS:
        if sample.startswith(mark):
            raise InputError(f"the file is {what}", where=name, mend=mend)
    if _MARKUP.match(sample):
        raise InputError("the file is a web page or XML, whatever its ending says", where=name,
                         mend="open it in a spreadsheet program and save it as XLSX or CSV")
    return _text(sample, name)


def _grids(form: str, path: Path, name: str) -> list[Grid]:
    match form:
        case "xlsx":
            return list(workbook.read(path, name))
        case "ods":
            return list(opendocument.read(path, name))
        case "parquet":
            return [Columns(path, name)]
        case "fixed":
            return list(army80.read(path, name))
        case _:
            return [Delimited(path, name)]


def _text(sample: bytes, name: str) -> str:
    found = encoding.sniff(sample)
    if not found.wide and len(re.findall(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]", sample)) > len(sample) / 20:
        raise InputError("the file is no table of text, nor a workbook", where=name,
                         mend="name an xlsx, ods, csv, tsv, parquet or 80-column file")
    if not found.wide and re.match(rb"\s*[\[{]\s*[\"{\[]", sample):
        raise InputError("the file is JSON", where=name, mend="save the table as CSV")
    return "fixed" if not found.wide and army80.is_one(sample) else "csv"


def _zipped(path: Path, name: str) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            parts = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise InputError("the workbook is damaged", where=name, mend="open it and save it anew") from error
    if any(p.endswith("xl/workbook.bin") for p in parts):
        raise InputError("the file is a binary Excel workbook (xlsb)", where=name, mend="save it as XLSX")
    if "xl/workbook.xml" in parts or any(p.startswith("xl/worksheets/") for p in parts):
        return "xlsx"
    if "content.xml" in parts:
        return "ods"
    if any(p.startswith("word/") for p in parts):
        raise InputError("the file is a Word document", where=name, mend="use reclaim read, or save the table as CSV")
    raise InputError("the file is a zip archive", where=name, mend="unpack it first")


def _old(path: Path, name: str) -> InputError:
    with path.open("rb") as file:
        content = file.read(64 << 20)
    if "EncryptedPackage".encode("utf-16-le") in content or "EncryptionInfo".encode("utf-16-le") in content:
        return InputError("the workbook is protected by a password", where=name, mend="save a copy without one")
    return InputError("the file is an old Office file (.xls or .doc)", where=name, mend="save it as XLSX or CSV")
