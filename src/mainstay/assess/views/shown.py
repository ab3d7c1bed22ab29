"""What stands on top of every page of an assessment."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import get_visible, may
from mainstay.assess import selectors
from mainstay.assess.models import Assessment
from mainstay.assess.panels import with_counts
from mainstay.assess.selectors.labour import mapped_module
from mainstay.assess.tables import ASSESSMENT_MARKS
from mainstay.cases.selectors import head_of
from mainstay.page.doors import who


def found(request: HttpRequest, uid: str, action: str = "") -> Assessment:
    """Return the assessment that this person may read with its number of interviews, or raise `NotFound`.

    `action` names a further right that the page asks for on this assessment.
    """
    person = who(request)
    if action:
        get_visible(Assessment.objects.all(), person, action, uid=uid)
    held = get_visible(Assessment.objects.all(), person, "assess.read_assessments", uid=uid)
    return with_counts(selectors.assessments_visible(person)).get(pk=held.pk)


def on_top(person: Person, assessment: Assessment, page: str) -> dict[str, Any]:
    """Return case, assessment, its mark and its pages, `page` being the one that is shown."""
    names = {
        "assessment": gettext("Overview"), "assess_forms": gettext("Questions"), "assess_collection": gettext("Collection"),
        "assess_evidence": gettext("Evidence"), "assess_institutions": gettext("Institutions"), "assess_talks": gettext("Group talks"), "assess_estimates": gettext("Estimates"), "assess_explore": gettext("Questions by groups"), "assess_labour": gettext("Labour market"), "assess_compare": gettext("Before and after"),
        "assess_needs": gettext("Recovery needs"),
    }  # fmt: skip
    if not may(person, "assess.read_group_talks", assessment):
        del names["assess_talks"]
    if not may(person, "assess.compute_estimates", assessment):
        del names["assess_explore"], names["assess_labour"]
    elif not mapped_module(assessment):
        del names["assess_labour"]
    return {
        "assessment": assessment,
        "mark": ASSESSMENT_MARKS[assessment.state],
        "head": head_of(person, assessment.case.reference),
        "tabs": [
            (reverse(name, args=[assessment.uid]), words, name == page) for name, words in names.items()
        ],
    }
