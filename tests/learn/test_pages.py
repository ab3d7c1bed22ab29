"""Lessons, reviews, recommendations and the library in the browser."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse

from mainstay.common import clock
from mainstay.learn.lessons.models import Lesson, Recommendation, Review
from mainstay.learn.library.models import Document
from mainstay.learn.library.services import publish_document, upload_document
from tests import builders
from tests.web.test_pages import client_of, shown

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def people(settings, tmp_path):
    settings.FILES_FOLDER = tmp_path / "files"
    return {"keeper": builders.person("KM"), "director": builders.person("CD")}


def test_a_review_shows_its_questions_and_managements_answer(people):
    case = builders.case()
    review = Review.objects.create(
        case=case,
        opened_by=people["director"],
        opened_at=clock.now(),
        due_on=clock.today() - timedelta(days=1),
    )
    Recommendation.objects.create(
        review=review, text="Insure workers before the first day", owner_role="CPO", due_on=clock.today(),
        answer_due_on=clock.today() - timedelta(days=3), made_by=people["director"],
    )  # fmt: skip
    client = client_of(people["director"])
    assert "1 review is late" in shown(client, "reviews")
    page = shown(client, "review", review.uid)
    assert "5 questions have no answer yet" in page
    assert "Insure workers before the first day" in page
    listing = shown(client, "recommendations", case=case.reference)
    assert "1 recommendation waits too long" in listing


def test_a_lesson_names_who_should_do_what(people):
    lesson = Lesson.objects.create(
        title="Pay through the post", learned="Cash vans were robbed", who="Country office", should="agree with the post",
        source="Visit of March", written_by=people["keeper"], written_at=clock.now(),
    )  # fmt: skip
    page = shown(client_of(people["keeper"]), "lesson", lesson.uid)
    assert "Country office: agree with the post" in page
    assert "Pay through the post" in shown(client_of(people["keeper"]), "learn")


def test_a_published_tool_is_read_by_everybody_and_a_draft_by_nobody_outside(people):
    document = upload_document(
        by=people["keeper"], title="Timekeeper's guide", kind="tool", stream=BytesIO(b"%PDF-1.7 guide"), filename="guide.pdf",
        licence="CC BY 4.0", public=True,
    )  # fmt: skip
    anybody = Client()
    assert "Timekeeper" not in shown(anybody, "library")
    assert 404 == anybody.get(reverse("document", args=[document.uid])).status_code
    publish_document(by=people["keeper"], document=document)
    assert "Timekeeper" in shown(anybody, "library")
    page = shown(anybody, "document", document.uid)
    assert "CC BY 4.0" in page
    answer = anybody.get(reverse("document_file", args=[document.uid, "en"]))
    assert b"%PDF-1.7 guide" == b"".join(answer.streaming_content)
    assert 404 == anybody.get(reverse("document_file", args=[document.uid, "fr"])).status_code
    assert Document.objects.filter(pk=document.pk, state="PUBLISHED").exists()
