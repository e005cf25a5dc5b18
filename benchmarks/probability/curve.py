"""How sure was how true, drawn: each bin a dot as large as the readings in it, on the line if the probability is one."""

from __future__ import annotations

from typing import Any

from benchmarks.probability.measures import pooled

SIDE, EDGE = 300, 46
COLOURS = ("#0b4f9e", "#b3541e", "#2f7d32", "#7d2f77", "#555555")


def drawn(cells: list[dict[str, Any]], told: dict[str, Any]) -> str:
    """An SVG: the cells of the grid by size of register, and the scorers of the balanced batch."""
    sizes = sorted({c["size"] for c in cells})
    left = {f"register {size:,}": pooled([c["bins"] for c in cells if c["size"] == size]) for size in sizes}
    right = {name: [(int(n), p, f) for n, p, f in bins] for name, bins in told.get("reliability", {}).items()
             if name in ("Reclaim", "edit level, its own frequency", "Splink, tuned blocking", "Splink, three rules")}
    panels = [("Grid, share estimated (SYNTHETIC)", left), ("Balanced batch (SYNTHETIC)", right)]
    shown = [(title, curves) for title, curves in panels if len(curves) > 0]
    width, height = len(shown) * (SIDE + 2 * EDGE), SIDE + 2 * EDGE + 20 * max([len(c) for _, c in shown], default=0)
    body = "".join(_panel(title, curves, n * (SIDE + 2 * EDGE)) for n, (title, curves) in enumerate(shown))
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
            f'font-family="Noto Sans, sans-serif" font-size="12"><rect width="100%" height="100%" fill="#fff"/>{body}</svg>\n')


def _panel(title: str, curves: dict[str, list[tuple[int, float, float]]], left: int) -> str:
    out = [f'<g transform="translate({left + EDGE},{EDGE})"><text x="0" y="-16" font-weight="700">{title}</text>',
           f'<path d="M0 {SIDE}H{SIDE}M0 {SIDE}V0" stroke="#333" fill="none"/>',
           f'<path d="M0 {SIDE}L{SIDE} 0" stroke="#999" stroke-dasharray="4 4" fill="none"/>']
    for n in range(0, 11, 2):
        at = SIDE * n / 10
        out.append(f'<text x="{at}" y="{SIDE + 16}" text-anchor="middle">{n / 10:g}</text>'
                   f'<text x="-8" y="{SIDE - at + 4}" text-anchor="end">{n / 10:g}</text>')
    out.append(f'<text x="{SIDE / 2}" y="{SIDE + 34}" text-anchor="middle">probability said of the best candidate</text>'
               f'<text transform="translate(-34,{SIDE / 2})rotate(-90)" text-anchor="middle">share that it was true</text>')
    for n, (name, bins) in enumerate(curves.items()):
        colour, y = COLOURS[n % len(COLOURS)], SIDE + 58 + 20 * n
        path = "L".join(f"{SIDE * p:.1f} {SIDE * (1 - f):.1f}" for _, p, f in bins)
        dots = "".join(f'<circle cx="{SIDE * p:.1f}" cy="{SIDE * (1 - f):.1f}" r="{1.5 + min(count, 6000) ** 0.5 / 12:.1f}"/>'
                       for count, p, f in bins)
        total = sum(count for count, _, _ in bins)
        out.append(f'<path d="M{path}" stroke="{colour}" fill="none"/><g fill="{colour}" fill-opacity=".75">{dots}</g>'
                   f'<circle cx="6" cy="{y - 4}" r="5" fill="{colour}"/><text x="18" y="{y}">{name} ({total:,} readings)</text>')
    return "".join(out) + "</g>"
