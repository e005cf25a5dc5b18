"""Arguments and options that several commands share, so that they read alike everywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

CaseFolder: TypeAlias = Annotated[Path, typer.Argument(metavar="CASE", help="The folder of the case.",
                                                       show_default=False)]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="One JSON document on standard output.")]
At: TypeAlias = Annotated[str, typer.Option("--at", metavar="DATE", help="As the world stood on that date.",
                                            show_default=False)]
KnownBy: TypeAlias = Annotated[str, typer.Option("--known-by", metavar="DATE", show_default=False,
                                                 help="From what the case had recorded by that date.")]
Out: TypeAlias = Annotated[Path | None, typer.Option("--out", metavar="F", show_default=False,
                                                     help="Write there: csv, parquet, xlsx or json by its ending.")]
Author: TypeAlias = Annotated[str, typer.Option(
    "--author", metavar="NAME", show_default=False,
    help="Who acts; else RECLAIM_AUTHOR, else the owner in case.toml.")]
