"""`reclaim serve CASE`"""

from __future__ import annotations

from typing import Annotated

import typer

from reclaim.cli import show
from reclaim.cli.options import CaseFolder


def serve(
    case: CaseFolder,
    port: Annotated[int, typer.Option("--port", metavar="P", min=0, max=65535,
                                      help="Where to listen on this machine; 0 takes any that is free.")] = 8411,
    no_open: Annotated[bool, typer.Option("--no-open", help="Open no browser.")] = False,
) -> None:
    """The desk in a browser, for this machine only. The address is printed first; its token works once.

    Example: reclaim serve my-case
    """
    import threading
    import webbrowser

    from reclaim.web.app import listening, served

    with listening(port) as socket:
        door = served(case, socket.getsockname()[1], patience=0.05)
        show.say(door.address)
        show.tell("open this address once, in the browser that you work in; Ctrl-C ends the desk")
        threading.Thread(target=door.warm, daemon=True).start()
        if not no_open:
            threading.Timer(0.8, webbrowser.open, [door.address]).start()
        door.run(socket)
