"""Documents have a licence, versions and languages, are found by all who may read them, and their use is counted."""

import io
from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser

from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.learn.lessons.selectors import search
from mainstay.learn.library.selectors import documents_visible, languages_of
from mainstay.learn.library.services import (
    draft_translation,
    log_use,
    publish_document,
    review_translation,
    upload_document,
    upload_version,
    withdraw_document,
)
from mainstay.measure.selectors.institutions import table_rows
from tests import builders

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path


@pytest.fixture
def keeper():
    return builders.person("KM")


def given(by, **more):
    words = {
        "title": "Guide to muster rolls", "kind": "guideline", "filename": "guide.txt", "text": "Mark every day",
        "licence": "CC BY 4.0", "public": True, "stream": io.BytesIO(b"Mark every day"),
    }  # fmt: skip
    return upload_document(by=by, **(words | more))


def test_a_document_is_published_under_a_licence_only(keeper):
    with pytest.raises(RuleBroken, match="licence"):
        publish_document(by=keeper, document=given(keeper, licence=""))
    with pytest.raises(RuleBroken, match="kept inside"):
        publish_document(by=keeper, document=given(keeper, licence="All rights reserved"))
    with pytest.raises(BadInput):
        given(keeper, kind="poem")


def test_the_public_reads_and_finds_what_is_published_and_nothing_else(keeper):
    open_one, draft = given(keeper), given(keeper, title="Draft guide to rolls")
    inside = given(keeper, title="Internal guide to rolls", public=False)
    publish_document(by=keeper, document=open_one)
    publish_document(by=keeper, document=inside)
    assert [open_one] == list(documents_visible(NOBODY))
    assert ["Guide to muster rolls"] == [found.title for found in search(NOBODY, "guide roll")]
    assert {open_one, draft, inside} == set(documents_visible(keeper))
    withdraw_document(by=keeper, document=open_one, reason="Replaced")
    assert [] == search(NOBODY, "muster")


def test_a_new_version_says_what_changed_and_outdates_translations(keeper):
    document = given(keeper)
    french = draft_translation(
        by=keeper,
        document=document,
        language="fr",
        title="Guide des feuilles",
        stream=io.BytesIO(b"fr"),
        filename="g.txt",
    )
    with pytest.raises(NotAllowed, match="SD-TRANSLATION"):
        review_translation(by=keeper, translation=french)
    review_translation(by=builders.person("KM"), translation=french)
    assert {"en": "SOURCE", "fr": "REVIEWED"} == languages_of(document)
    with pytest.raises(BadInput):
        upload_version(
            by=keeper, document=document, stream=io.BytesIO(b"2"), filename="g.txt", what_changed=""
        )
    made = upload_version(
        by=keeper,
        document=document,
        stream=io.BytesIO(b"2"),
        filename="g.txt",
        what_changed="Half days",
        text="Half days",
    )
    assert (2, {"en": "SOURCE", "fr": "OUTDATED"}) == (made.number, languages_of(document))
    assert ["Guide to muster rolls"] == [found.title for found in search(keeper, "feuilles half")]


def test_use_needs_evidence_and_counts_in_the_institutional_indicators(keeper):
    document = given(keeper)
    publish_document(by=keeper, document=document)
    use = {
        "document": document,
        "user_type": "ministry",
        "used_on": date(2026, 5, 1),
        "country": builders.country(),
    }
    with pytest.raises(RuleBroken, match="evidence"):
        log_use(by=keeper, kind="USE", evidence=" ", **use)
    log_use(by=keeper, kind="USE", evidence="Circular 12 of the ministry", **use)
    log_use(by=keeper, kind="INTEGRATION", evidence="Handbook, page 4", **use)
    kinds = [row["kind"] for row in table_rows("register") if row["kind"] != "FOCAL_POINT"]
    assert ["PRODUCT", "PRODUCT_INTEGRATION", "TOOL_USE"] == sorted(kinds)
