"""Whatever is asked of `/api`, it answers in its own shape and never breaks."""

from __future__ import annotations

import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis import Case
from tests.web.conftest import Visit


def test_no_request_breaks_it(invented: Visit) -> None:
    described = invented.browser.get("/api/openapi.json").json()
    schema = schemathesis.openapi.from_dict(described)
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(max_examples=30, database=None, derandomize=True,
                  suppress_health_check=list(HealthCheck))
        @schemathesis_given(operation)
        def asked(case: Case) -> None:
            query = dict(case.query or {})
            answer = invented.browser.request(case.method, case.formatted_path, params=query)
            assert answer.status_code < 500, answer.text
            if answer.status_code >= 400:
                assert set(answer.json()["error"]) == {"status", "what", "where", "mend"}

        asked()


def schemathesis_given(operation):  # type: ignore[no-untyped-def]
    from hypothesis import given

    return given(operation.as_strategy())
