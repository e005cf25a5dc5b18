"""E-mail: its subject as the headline, sender and date as they stand, then its text. Attachments are not opened."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage, Message

from reclaim.documents.formats.encoding import decode
from reclaim.documents.formats.html import lay_out_html
from reclaim.documents.formats.plain import blocks
from reclaim.documents.limits import Limits
from reclaim.documents.structure import lay_out
from reclaim.documents.text import Draft, Facts, Text, tidy
from reclaim.model.proposal import SegmentRole


def read_mail(raw: bytes, where: str, limits: Limits) -> Text:
    """An e-mail message (RFC 5322) as a text. The plain part is preferred; quoted replies stay as written."""
    draft = Draft(where, limits.characters)
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        parts = _parts(message, limits)
    except (ValueError, LookupError, TypeError, IndexError, AttributeError, RecursionError) as error:
        draft.note("not_readable", f"the message is damaged ({error})", fatal=True)
        return draft.finish()
    facts = _head(message, draft)
    _tell_attachments(parts, draft)
    return _body(parts, draft, limits, facts)


def _parts(message: Message, limits: Limits) -> list[Message]:
    found: list[Message] = []
    stack: list[tuple[Message, int]] = [(message, 0)]
    while len(stack) > 0 and len(found) < limits.parts:
        part, depth = stack.pop()
        if part.is_multipart() and depth < limits.nesting * 4:
            inner = part.get_payload()
            stack.extend(
                (p, depth + 1) for p in reversed(inner if isinstance(inner, list) else []) if isinstance(p, Message)
            )
        elif not part.is_multipart():
            found.append(part)
    return found


def _head(message: Message, draft: Draft) -> Facts:
    subject, sender, date = (_header(message, n) for n in ("subject", "from", "date"))
    draft.add(subject, SegmentRole.HEADLINE)
    draft.add(sender, SegmentRole.BYLINE)
    draft.add(date, SegmentRole.DATELINE)
    return Facts(subject, "", date, sender)


def _header(message: Message, name: str) -> str:
    try:
        return tidy(str(message.get(name) or ""))[:1000]
    except (ValueError, LookupError, TypeError, IndexError, AttributeError):
        return ""


def _tell_attachments(parts: list[Message], draft: Draft) -> None:
    names = [_name(p) for p in parts if _attached(p)]
    if len(names) > 0:
        draft.note(
            "attachments",
            f"{len(names)} attachments were not opened: {', '.join(names[:10])}",
            "save them and read each by itself",
        )


def _attached(part: Message) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_content_maintype() != "text"


def _name(part: Message) -> str:
    try:
        return str(part.get_filename() or part.get_content_type())[:80]
    except (ValueError, LookupError, TypeError):
        return "without a name"


def _body(parts: list[Message], draft: Draft, limits: Limits, facts: Facts) -> Text:
    texts = [p for p in parts if not _attached(p)]
    plain = [p for p in texts if p.get_content_subtype() != "html"]
    if len(plain) > 0:
        for part in plain:
            lay_out(draft, blocks(_content(part)))
        return draft.finish(facts)
    if len(texts) > 0:
        page = lay_out_html(_content(texts[0]), draft, limits)
        return Text(page.text, page.segments, page.tables, facts, page.problems)
    draft.note("no_text", "the message has no text of its own", fatal=len(draft.segments) == 0)
    return draft.finish(facts)


def _content(part: Message) -> str:
    """The part's characters; an unknown or wrong charset falls back on what the bytes look like."""
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, TypeError, AssertionError):
        payload = None
    if isinstance(payload, bytes):
        return decode(payload, part.get_content_charset() or "").text
    return str(part.get_payload()) if isinstance(part, EmailMessage | Message) else ""
