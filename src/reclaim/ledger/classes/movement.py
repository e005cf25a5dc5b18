"""SHIPPED_NOT_RECEIVED, RECEIVED_NOT_SHIPPED, TRANSFER_WITHOUT_AUTHORITY: what left one book and entered none."""

from __future__ import annotations

from reclaim.ledger.classes.shape import absent, kinds, single
from reclaim.model.discrepancy import Rules

_OUT = ("shipped", "exported")
_IN = ("received", "imported")


def shipped_not_received(rules: Rules) -> str:
    """Readable, no link, and inside the coverage of every receipt register of the consignee (of all, if none is his).

    The receipt's coverage must run on for the time of transit; else the row is not covered (rules: "transit",
    "undated", "register of whom").
    """
    return absent(_absent(shipped(rules), "shipped", "no receipt", "the receipt of the consignee, or the papers of the carrier"),
                  kinds(*_IN))


def received_not_shipped(rules: Rules) -> str:
    """Readable, no link, and inside the coverage of every shipping register of the consignor (of all, if none)."""
    return absent(_absent(received(rules), "received", "no shipment", "the shipping list of the consignor"), kinds(*_OUT))


def shipped(rules: Rules) -> str:
    """Common tables, the last `judged`: what was shipped and not received, and what covers it."""
    return judged(_OUT, _IN, "target", f"r.date_lo >= i.first AND r.date_hi + {rules.transit} <= i.last")


def received(rules: Rules) -> str:
    """The same of what was received and not shipped."""
    return judged(_IN, _OUT, "source", f"r.date_lo - {rules.transit} >= i.first AND r.date_hi <= i.last")


def _absent(found: str, word: str, lack: str, settle: str) -> str:
    return f"""{found}
        SELECT '{word}:' || book || ':' || row AS key, book, row, missing_book,
               '{word}' || coalesce(' on ' || date_lo, '') || ', and {lack} in what covers it' AS detail,
               '{settle}' AS settle
        FROM judged WHERE (book, row) IN (SELECT (book, row) FROM judged GROUP BY book, row HAVING bool_and(covered))"""


def judged(own: tuple[str, ...], other: tuple[str, ...], side: str, covered: str) -> str:
    """What stands on a book of `own` and on none of `other`, with each book that should have it and whether that covers it;
    `missing_book` is null where there is none at all."""
    return f"""
        WITH others AS (SELECT * FROM books WHERE kind IN {kinds(*other)} AND latest),
             alone AS MATERIALIZED (
                     SELECT article, book, row FROM placed p WHERE kind IN {kinds(*own)}
                     AND NOT EXISTS (SELECT 1 FROM placed s WHERE s.article = p.article AND s.kind IN {kinds(*other)})),
             lone AS (SELECT article, book, row, date_lo, date_hi, complete, first, last,
                             CASE WHEN EXISTS (SELECT 1 FROM others o WHERE lower(o.keeper) = lower({side}))
                                  THEN lower({side}) END AS whose
                      FROM alone JOIN rows USING (book, row) JOIN books USING (book)),
             judged AS (SELECT r.article, r.book, r.row, i.book AS missing_book, r.date_lo, coalesce(i.complete AND
                           CASE WHEN r.date_lo IS NULL THEN r.complete AND r.first >= i.first AND r.last <= i.last
                                ELSE {covered} END, false) AS covered
                        FROM lone r LEFT JOIN others i ON r.whose IS NULL OR lower(i.keeper) = r.whose)"""


def transfer_without_authority(rules: Rules) -> str:
    """A transfer to a holder for whom no authority is recorded; silent where no authority is stated at all."""
    named = ", ".join("'" + name.lower().replace("'", "''") + "'" for name in rules.authorised) or "''"
    stated = "true" if len(rules.authorised) > 0 else "false"
    return single(f"""
        SELECT 'transfer:' || r.book || ':' || r.row AS key, r.book, r.row,
               'transferred to ' || coalesce(target, holder) || ', for whom no authority is recorded' AS detail,
               'the authority for the transfer, with who gave it' AS settle
        FROM rows r JOIN books b USING (book) WHERE {stated} AND b.kind = 'transferred' AND b.latest
        AND coalesce(target, holder) IS NOT NULL AND lower(coalesce(target, holder)) NOT IN ({named})""")
