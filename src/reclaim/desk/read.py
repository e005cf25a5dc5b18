"""Read documents into a case: each is kept as a source, and what the reader proposes from it waits in the queue.

Nothing that a document says is believed by reading it. A document is untrusted text: it can make the reader propose,
and nothing else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reclaim import documents
from reclaim.desk.case import Case
from reclaim.documents.endpoint import Endpoint
from reclaim.documents.open import bytes_of, open_document
from reclaim.documents.version import READER
from reclaim.model.canonical import Plain, digest
from reclaim.model.cells import Cells
from reclaim.model.claim import Claim
from reclaim.model.equipment import Type
from reclaim.model.errors import InputError, UsageError
from reclaim.model.event import Event
from reclaim.model.form import read_body
from reclaim.model.handling import Tlp
from reclaim.model.line import ItemLine, StockLine
from reclaim.model.party import Party
from reclaim.model.progress import Progress, silent
from reclaim.model.proposal import Proposal
from reclaim.model.record import Record, RecordKind
from reclaim.model.statement import Statement
from reclaim.store.arrivals import Arrivals
from reclaim.store.recordfile import Row


@dataclass(frozen=True, slots=True)
class DocumentRead:
    """One document: its name, the id of its source, what was read, and how many proposals are new to the case."""

    name: str
    source: str
    reading: documents.Reading
    added: int

    def rows(self) -> list[dict[str, object]]:
        """The proposals as rows, each with its id, its document and its source."""
        return [
            {**p.plain(), "id": proposal_id(self.source, p), "document": self.name, "source": self.source}
            for p in self.reading.proposals
        ]


def read(
    case: Case,
    files: Sequence[str | Path],
    *,
    author: str = "",
    settings: documents.Settings | None = None,
    published: str = "",
    outlet: str = "",
    progress: Progress = silent,
) -> tuple[DocumentRead, ...]:
    """Read documents and put what they propose into the case's queue, in one transaction.

    All files are read before anything is written. Raises InputError (a file cannot be read), UsageError (the endpoint
    in case.toml may not be used for this case), CaseBusy, WriteError.
    """
    chosen = replace(settings or documents.Settings(), published=published, outlet=outlet)
    contents = [(Path(f).name, bytes_of(Path(f), chosen.limits)) for f in files]
    catalogue, endpoint = catalogue_of(case), endpoint_of(case)
    found: list[tuple[str, bytes, documents.Reading]] = []
    for reading in documents.read_many(contents, catalogue, chosen):
        name, content = contents[len(found)]
        progress("reading", len(found), len(contents))
        found.append((name, content, reading if endpoint is None else endpoint.enrich(reading)))
    progress("reading", len(contents), len(contents))
    asked: dict[str, Plain] = (
        {}
        if endpoint is None
        else {"endpoint": {"host": endpoint.host, "model": endpoint.model, "calls": endpoint.calls}}
    )
    return _keep(case, found, author, asked)


def preview(
    case: Case, files: Sequence[str | Path], settings: documents.Settings | None = None
) -> list[documents.Reading]:
    """Read documents without keeping anything."""
    catalogue = catalogue_of(case)
    return [documents.read(Path(f), catalogue, settings) for f in files]


def _keep(
    case: Case, found: Sequence[tuple[str, bytes, documents.Reading]], author: str, asked: Mapping[str, Plain]
) -> tuple[DocumentRead, ...]:
    detail: Plain = {"files": [{"name": n, "sha256": hashlib.sha256(c).hexdigest()} for n, c, _ in found], **asked}
    kept: list[DocumentRead] = []
    with case.writing("read", author, detail) as work:
        known = {p.id for p in case.proposals()}
        rows = []
        for name, content, reading in found:
            source = work.source_bytes(content, name)
            rows.append(_source_row(name, source, reading))
            added = 0
            for proposal in reading.proposals:
                ident = proposal_id(source, proposal)
                added += ident not in known and work.proposal(ident, source, _body(proposal, name), READER)
            kept.append(DocumentRead(name, source, reading, added))
        standing = {r.source for r in case.records() if r.kind is RecordKind.SOURCE}
        Arrivals(work, work.actor or "not named", case.words).take(
            [r for r in rows if r.cells["sha256"] not in standing]
        )
    return tuple(kept)


def proposal_id(source: str, proposal: Proposal) -> str:
    """SHA-256 of the source and all that is proposed, less its name in the document and the rule that proposed it."""
    plain = {k: v for k, v in proposal.plain().items() if k not in ("name", "rule", "probability", "parent", "said_in")}
    return digest({"source": source, "proposal": _canonical(plain)})


def _body(proposal: Proposal, document: str) -> Plain:
    return _canonical({**proposal.plain(), "document": document})


def _canonical(value: object) -> Plain:
    """Canonical JSON holds strings, integers, booleans, null, lists and maps: decimals travel as texts."""
    if isinstance(value, dict):
        return {str(k): _canonical(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_canonical(v) for v in value]
    return value if value is None or isinstance(value, str | bool | int) else str(value)


def _source_row(name: str, sha: str, reading: documents.Reading) -> Row:
    """The `sources` row of a document, with what the file says of itself."""
    published = reading.facts.published[:10]
    cells = {"id": sha[:12], "title": reading.facts.title or name, "publisher": reading.facts.outlet, "sha256": sha}
    if documents.is_day(published):
        cells["published"] = published
    return Row(RecordKind.SOURCE, sha[:12], {k: v for k, v in cells.items() if v != ""}, name)


def catalogue_of(case: Case) -> documents.Catalogue:
    """What the reader is told of a case: its types, its parties, and what it holds, for possible links."""
    bodies = [(r, read_body(r.kind, Cells(r.cells(), r.key, case.words))) for r in case.records()]
    types = [b for _, b in bodies if isinstance(b, Type)]
    parties = [b for _, b in bodies if isinstance(b, Party)]
    return documents.Catalogue(types, parties, held_of(bodies))


def held_of(bodies: Sequence[tuple[Record, object]]) -> list[documents.Held]:
    """Events, statements and claims of a case, as far as links compare them."""
    types: dict[str, list[str]] = {}
    counted: dict[str, list[str]] = {}
    for _, body in bodies:
        if isinstance(body, ItemLine | StockLine) and body.event != "":
            types.setdefault(body.event, []).append(body.type)
            number = body.quantity.written if isinstance(body, StockLine) else "1"
            counted.setdefault(body.event, []).append(number)
    held: list[documents.Held] = []
    for record, body in bodies:
        if isinstance(body, Event):
            place = body.place.written or body.place.province or body.place.country
            listed = tuple(sorted(set(types.get(body.id, ()))))
            # Kinds of arms are never summed: the number of an event is compared where it has one line.
            number = counted[body.id][0] if len(counted.get(body.id, ())) == 1 else ""
            held.append(
                documents.Held(record.key, "event", str(body.kind), listed, body.by, place, body.date.written, number)
            )
        elif isinstance(body, Statement):
            held.append(
                documents.Held(
                    record.key, "statement", "", (), body.speaker, "", body.date.written, "", "", body.quote or body.paraphrase
                )
            )
        elif isinstance(body, Claim) and body.form is not None:
            at = body.at.written
            held.append(
                documents.Held(
                    record.key,
                    "claim",
                    str(body.form),
                    body.scope.types,
                    body.subject,
                    body.scope.place,
                    at,
                    body.quantity.written,
                    str(body.polarity),
                )
            )
    return held


def endpoint_of(case: Case) -> Endpoint | None:
    """The endpoint that `[reader]` in case.toml names; None if it names none.

    Above TLP:GREEN its host must stand in `allow_hosts`. Raises UsageError if it does not, InputError if the section
    cannot be understood.
    """
    section = case.settings.get("reader", {})
    if not isinstance(section, dict) or not section.get("endpoint"):
        return None
    try:
        endpoint = Endpoint.of(section, case.folder.derived / "endpoint")
    except ValueError as error:
        raise InputError(str(error), where=str(case.folder.toml)) from error
    named = endpoint.host in section.get("allow_hosts", [])
    if case.handling.marking.rank > Tlp.GREEN.rank and not named:
        raise UsageError(
            f"the case is {case.handling.marking}, and no document of it may be sent to {endpoint.host}",
            mend='name the host in case.toml: [reader] allow_hosts = ["..."], or take the endpoint out',
        )
    return endpoint


def text_of(case: Case, source: str, name: str) -> str:
    """The canonical text of a kept document, made anew from its bytes. Raises InputError if they are not there."""
    path = case.folder.sources / source
    if not path.is_file():
        raise InputError("the bytes of the document are not in the case", where=str(path))
    limits = documents.Limits()
    return open_document(bytes_of(path, limits), name, limits).text
