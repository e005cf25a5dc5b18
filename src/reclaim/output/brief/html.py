"""The brief as one HTML file: no script, no network, everything inside it."""

from __future__ import annotations

from importlib.resources import files

from reclaim.model.brief import Brief
from reclaim.output.brief.plain import plain
from reclaim.output.redact import Cleared


def html(cleared: Cleared[Brief]) -> str:
    """The file's text. What sources wrote is escaped; figures are our own SVG."""
    from jinja2 import Environment

    template = (files("reclaim") / "output" / "brief" / "brief.html.j2").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(template).render(brief=plain(cleared.value))
