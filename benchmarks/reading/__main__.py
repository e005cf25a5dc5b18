"""python -m benchmarks.reading [--only NAME...] [--dev] [--train [PARAGRAPHS]]

The reader against public benchmarks, read where they lie: RECLAIM_READING_DATA names a folder with polnear, cofenet,
grit and cqe (each a copy of the repository named in its module). A benchmark whose data is not there says so. --dev
uses the development parts; without it the test parts are looked at. --train trains the sequence model on PolNeAR's training part
(its licence is unstated), uses it for the second row of PolNeAR and CofeNet, and throws it away.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.reading import muc, newsquant, pace, peers, seed, selfmade, spans, weapon_chooser
from reclaim.documents.attribution.frame import Frame

if TYPE_CHECKING:
    from spacy.tokens import Doc

THRESHOLD = 0.5
# Published, or measured by others: docs/reading.md has the sources.
PEERS = {
    "cofenet": "CRF 50.6/53.4/28.6, BiLSTM-CRF 69.6/66.7/59.0, BERT+Cofe 83.2/75.3/72.9 (published)",
    "polnear": "textacy .197 (by the first prototype, whole articles)",
    "muc": "GRIT (BERT) 59.1 (its own predictions, scored with its own scorer)",
    "newsquant": "CQE 92.0/85.6, Recognizers-Text 69.1/34.2, quantulum3 73.0/47.2 (published)",
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print one table."""
    options = _options(arguments)
    root = Path(os.environ.get("RECLAIM_READING_DATA", "reading-data"))
    trained = _trained(root, options.train) if options.train is not None else None
    for name, measure in _measures(root, options.dev, trained).items():
        if not options.only or name in options.only:
            for line in measure():
                print(f"{name:12} {line}", flush=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reading", description=__doc__)
    parser.add_argument("--only", nargs="+", default=[])
    parser.add_argument("--dev", action="store_true")
    parser.add_argument("--train", nargs="?", type=int, const=10**9, default=None, metavar="PARAGRAPHS")
    return parser.parse_args(arguments)


def _measures(root: Path, dev: bool, trained: spans.Reader | None) -> dict[str, Callable[[], list[str]]]:
    readers: dict[str, spans.Reader] = {"shipped": spans.shipped}
    if trained is not None:
        readers["trained on the spot"] = trained
    return {
        "cofenet": lambda: _cofenet(root / "cofenet", "valid" if dev else "test", readers),
        "polnear": lambda: _polnear(root / "polnear", "dev" if dev else "test", readers),
        "muc": lambda: _muc(root / "grit", "dev" if dev else "test"),
        "newsquant": lambda: _newsquant(root / "cqe", ["dev"] if dev else ["test", "all"]),
        "selfmade": _selfmade,
        "seed": _seed,
        "speed": _speed,
        "noise": lambda: _noise(root / "polnear" / "data" / ("dev" if dev else "test") / "text"),
    }


def _cofenet(root: Path, part: str, readers: dict[str, spans.Reader]) -> list[str]:
    if not root.is_dir():
        return [_absent(root)]
    lines = []
    for name, read in readers.items():
        found = spans.cofenet(root, part, read)
        lines.append(
            f"{part}, exact F1 source/cue/content, {name}: " + "/".join(f"{100 * t.f:.1f}" for t in found.values())
        )
    return [*lines, f"peers: {PEERS['cofenet']}"]


def _polnear(root: Path, split: str, readers: dict[str, spans.Reader]) -> list[str]:
    if not root.is_dir():
        return [_absent(root)]
    lines = []
    for name, read in readers.items():
        scores = spans.polnear(root, split, read)
        lines += [f"{split}, {measure}, {name}: P/R/F {tally}" for measure, tally in scores.tallies.items()]
    return [*lines, *_textacy(root, split), f"peers, content J>=.5 with right source F: {PEERS['polnear']}"]


def _textacy(root: Path, split: str) -> list[str]:
    if not peers.installed("textacy"):
        return ["textacy is not installed (the bench group has it)"]
    read = peers.Textacy()
    tallies = spans.polnear(root, split, read).tallies
    kept = ("content J>=.5", "content J>=.5 with right source")
    lines = [f"{split}, {measure}, textacy run here: P/R/F {tallies[measure]}" for measure in kept]
    return [*lines, f"{split}, paragraphs on which textacy raised an exception: {read.failures}"]


def _muc(root: Path, part: str) -> list[str]:
    if not root.is_dir():
        return [_absent(root)]
    reports, train = muc.load(root, part), muc.load(root, "train")
    chooser = weapon_chooser.Chooser(train)
    rows = {
        f"{part}, weapon slot, shipped names": muc.score(muc.shipped(reports), [r.gold for r in reports]),
        f"{part}, weapon slot, trained, threshold {chooser.threshold} from train": muc.score(
            chooser.read(reports), [r.gold for r in reports]
        ),
    }
    if part == "dev":
        rows["five folds of train, weapon slot, trained"] = weapon_chooser.folded(train)
    lines = [f"{name}: P/R/F " + "/".join(f"{100 * x:.1f}" for x in row) for name, row in rows.items()]
    return [*lines, f"peers, F: {PEERS['muc']}"]


def _newsquant(root: Path, parts: Sequence[str]) -> list[str]:
    if not root.is_dir():
        return [_absent(root)]
    lines = []
    for part in parts:
        rows = newsquant.load(root, part)
        for measure, (p, r, f) in newsquant.scores(newsquant.read([t for t, _ in rows]), [g for _, g in rows]).items():
            lines.append(f"{part}, {measure}: P/R/F {100 * p:.1f}/{100 * r:.1f}/{100 * f:.1f}")
        if not peers.installed("quantulum3"):
            lines.append("quantulum3 is not installed (the bench group has it)")
            continue
        theirs = peers.quantulum([t for t, _ in rows])
        for measure, (p, r, f) in newsquant.scores(theirs, [g for _, g in rows]).items():
            lines.append(f"{part}, {measure}, quantulum3 run here: P/R/F {100 * p:.1f}/{100 * r:.1f}/{100 * f:.1f}")
    return [*lines, f"peers, F value / value+unit: {PEERS['newsquant']}"]


def _selfmade() -> list[str]:
    rows = selfmade.measured()
    return [
        f"own documents, statements by {name}, a fifth left out at a time: P/R/F {tally}"
        for name, tally in rows.items()
    ]


def _seed() -> list[str]:
    found = seed.score(Path(os.environ.get("RECLAIM_MATERIAL", "material")) / "seed")
    return (
        ["the report is not there (RECLAIM_MATERIAL)"]
        if found is None
        else [f"right {found[0]} of {found[2]}, spurious {found[1]}"]
    )


def _speed() -> list[str]:
    one, two = pace.speed()
    return [f"articles of 900 tokens a second: {one:.1f} on one processor, {two:.1f} on two"]


def _noise(folder: Path) -> list[str]:
    if not folder.is_dir():
        return [_absent(folder)]
    proposals, words = pace.noise(folder)
    return [
        f"{proposals} proposals in {words:,} words of political news: {1000 * proposals / max(words, 1):.2f} per 1,000"
    ]


def _trained(root: Path, paragraphs: int) -> spans.Reader | None:
    """A reader with the sequence model, trained now and gone when the process ends."""
    from reclaim.documents.attribution.quotation import quotations
    from reclaim.documents.attribution.read import attributions
    from reclaim.documents.sequence.model import SequenceModel, train

    if not (root / "polnear").is_dir():
        return None
    with tempfile.TemporaryDirectory() as folder:
        cue_file, role_file = Path(folder) / "cues", Path(folder) / "roles"
        train(spans.examples(root / "polnear", "train", paragraphs), cue_file, role_file)
        model = SequenceModel(cue_file, role_file, THRESHOLD)

    def read(doc: Doc, written: str, headline: bool) -> Sequence[Frame]:
        return model.attributions(doc, attributions(doc, written, headline=headline), quotations(doc, written))

    return read


def _absent(path: Path) -> str:
    return f"its data is not there ({path}); set RECLAIM_READING_DATA"


if __name__ == "__main__":
    main()
