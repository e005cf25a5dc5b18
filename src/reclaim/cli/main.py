"""`reclaim`: the commands, and what becomes of an error.

A command is one module of this package with one function of the same name; it is added by one line in COMMANDS.
Modules of commands import nothing heavy at their top, for `reclaim --help` reads them all.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from reclaim.model.errors import ReclaimError
from reclaim.model.when import BadDate
from reclaim.version import VERSION

# In the order in which a case is worked on. A pair names the module and the function or, for a command with commands
# of its own, the Typer in it.
COMMANDS: tuple[tuple[str, str], ...] = (
    ("reclaim.cli.demo", "demo"),
    ("reclaim.cli.new", "new"),
    ("reclaim.cli.add", "add"),
    ("reclaim.cli.read", "read"),
    ("reclaim.cli.review", "review"),
    ("reclaim.cli.register", "register"),
    ("reclaim.cli.trace", "trace"),
    ("reclaim.cli.decide", "decide"),
    ("reclaim.cli.undo", "undo"),
    ("reclaim.cli.reconcile", "reconcile"),
    ("reclaim.cli.claims", "claims"),
    ("reclaim.cli.accounts", "accounts"),
    ("reclaim.cli.retrieval", "retrieval"),
    ("reclaim.cli.diff", "diff"),
    ("reclaim.cli.brief", "brief"),
    ("reclaim.cli.dossier", "dossier"),
    ("reclaim.cli.export", "export"),
    ("reclaim.cli.serve", "serve"),
    ("reclaim.cli.verify", "verify"),
)

# The exit code after Ctrl-C, as shells have it. What a command had not finished, the case does not hold.
STOPPED = 130

# Modules are many objects and none of them is garbage: looking for it 700 objects at a time, as Python does, costs a
# tenth of a short command.
UNREACHED = 100_000

_HELP = """Accounts for weapons that left control: what was supplied or left, who says they hold it, where it turned up,
what is asked back and what came back.

A case is one folder. Exit: 0 answered, 1 a check does not hold, 2 bad usage or input.
"""


class Ordered(TyperGroup):
    """Lists the commands in the order of COMMANDS, those with commands of their own too."""

    def list_commands(self, ctx: Any) -> list[str]:
        """The names, as help shows them."""
        order = [name.replace("_", "-") for _, name in COMMANDS]
        return sorted(super().list_commands(ctx), key=order.index)


def build(asked: str = "") -> typer.Typer:
    """The application with all its commands, or with the one that is `asked` for, if it is one of them."""
    app = typer.Typer(name="reclaim", cls=Ordered, help=_HELP, no_args_is_help=True, add_completion=False,
                      pretty_exceptions_enable=False, rich_markup_mode="rich")
    app.callback()(_options)
    chosen = [pair for pair in COMMANDS if pair[1] == asked]
    for module, name in chosen or COMMANDS:
        found = getattr(importlib.import_module(module), name)
        if isinstance(found, typer.Typer):
            app.add_typer(found)
        else:
            app.command(name.replace("_", "-"), no_args_is_help=False)(found)
    return app


def run(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code."""
    gc.set_threshold(UNREACHED)
    sys.exit(main(arguments))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; errors of use become one line on standard error. Returns the exit code."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        left = build(given[0] if len(given) > 0 else "")(args=given, prog_name="reclaim", standalone_mode=False)
        sys.stdout.flush()
        if left == STOPPED:
            return _complain("stopped", STOPPED)
        return left if isinstance(left, int) else 0
    except ReclaimError as error:
        return _complain(error.line(), error.exit_code)
    except typer.TyperException as error:
        said = " ".join(error.format_message().split())
        return _complain(f"{said} ({_help_of(error)})" if said != "" else "", 2)
    except BadDate as error:
        return _complain(str(error), 2)
    except (KeyboardInterrupt, typer.Abort):
        return _complain("stopped", STOPPED)
    except BrokenPipeError:
        # The reader of our output has gone; what was done is done, and nothing more is to be said.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


def _help_of(error: typer.TyperException) -> str:
    """Where to read how the command is meant."""
    context = getattr(error, "ctx", None)
    return f"see {context.command_path if context is not None else 'reclaim'} --help"


def _complain(line: str, code: int) -> int:
    if line != "":
        print(f"reclaim: {line}", file=sys.stderr)
    return code


def _version(wanted: bool) -> None:
    if wanted:
        print(f"reclaim {VERSION}")
        raise typer.Exit


def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version.")]
    = False,
) -> None:
    """Options of all commands together."""


_options.__doc__ = _HELP
