"""Draw marks as if stamped into worn metal, read them with RapidOCR, print what was read. Run by `images`."""

from __future__ import annotations

import json
import logging
import sys
from typing import Any

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = ("DejaVuSansMono-Bold.ttf", "DejaVuSansCondensed-Bold.ttf", "DejaVuSans.ttf", "DejaVuSerif-Bold.ttf",
         "DejaVuSansMono.ttf")
HEIGHT = 48


def drawn(text: str, rng: np.random.Generator) -> Any:
    """A grey image: struck letters with a lit and a shadowed edge, uneven, scratched, worn in patches, out of focus."""
    font = _font(FONTS[int(rng.integers(len(FONTS)))], int(rng.integers(26, 34)))
    width = 24 * len(text) + 40
    depth = Image.new("L", (width, HEIGHT), 0)
    at = 16.0
    for symbol in text:
        cell = Image.new("L", (40, HEIGHT), 0)
        ImageDraw.Draw(cell).text((8, 8 + rng.normal(0, 1.2)), symbol, font=font, fill=255)
        cell = cell.rotate(rng.normal(0, 3.0), resample=Image.Resampling.BILINEAR)
        depth.paste(255, (int(at), 0), cell)
        at += font.getlength(symbol) + rng.normal(2.0, 1.0)
    struck = np.asarray(depth.filter(ImageFilter.GaussianBlur(0.6)), float) / 255
    struck *= 1 - np.minimum(1.15 * _patches(struck.shape, rng), 1)
    image = 140 + rng.normal(0, 11, struck.shape) + 18 * _patches(struck.shape, rng)
    image += 62 * (np.roll(struck, (1, 1), (0, 1)) - struck) - 38 * struck
    image = _scratched(np.clip(image, 0, 255), rng)
    return Image.fromarray(image.astype(np.uint8)).filter(ImageFilter.GaussianBlur(rng.uniform(0.5, 1.6)))


def _font(name: str, size: int) -> Any:
    try:
        return ImageFont.truetype(name, size)
    except OSError:
        return ImageFont.load_default(size)


def _patches(shape: tuple[int, ...], rng: np.random.Generator) -> Any:
    """Wear: 0 to 1, in a few soft patches."""
    coarse = rng.random((max(shape[0] // 12, 2), max(shape[1] // 14, 2))) ** 3
    image = Image.fromarray((coarse * 255).astype(np.uint8)).resize((shape[1], shape[0]), Image.Resampling.BICUBIC)
    return np.asarray(image, float) / 255


def _scratched(image: Any, rng: np.random.Generator) -> Any:
    canvas = Image.fromarray(image.astype(np.uint8))
    pen = ImageDraw.Draw(canvas)
    for _ in range(int(rng.poisson(4))):
        ends = [(int(rng.integers(canvas.width)), int(rng.integers(canvas.height))) for _ in range(2)]
        pen.line(ends, fill=int(rng.integers(90, 210)), width=int(rng.integers(1, 3)))
    return np.asarray(canvas, float)


def main() -> None:
    """Read the serials on standard input."""
    logging.disable(logging.WARNING)
    from rapidocr import RapidOCR

    asked = json.loads(sys.stdin.read())
    engine = RapidOCR(params={"Global.log_level": "critical", "EngineConfig.onnxruntime.intra_op_num_threads": 1})
    rng = np.random.default_rng([asked["seed"], 3])
    read = []
    for serial in asked["serials"]:
        found = engine(np.asarray(drawn(serial, rng).convert("RGB")), use_det=False, use_cls=False, use_rec=True)
        text = "" if found.txts is None else "".join(found.txts)
        kept = "".join(c for c in text.upper() if c.isascii() and c.isalnum())
        read.append(kept if kept != "" else "...")
    print(json.dumps(read))


if __name__ == "__main__":
    main()
