"""The pages, one file each, in the order in which their addresses are tried."""

from __future__ import annotations

from reclaim.web.pages import (
    accounts,
    api,
    claims,
    decide,
    document,
    figures,
    highlight,
    history,
    imports,
    items,
    overview,
    reconcile,
    records,
    registers,
    retrieval,
    review,
    search,
    sources,
    static,
    trace,
    where,
    worklist,
)

ROUTERS = tuple(module.router for module in (
    overview, claims, items, accounts, retrieval, registers, trace, sources, records, history, search, decide, document, review, imports, highlight, worklist, where,
    figures, reconcile, static, api))
