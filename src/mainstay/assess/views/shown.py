"""What stands on top of every page of an assessment."""

from typing import Any

from django.http import HttpRequest
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
from mainstay.page.tabs import Group, Page, in_groups


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
    """Return case, assessment, its mark and its pages in groups, `page` being the one that is shown."""
    return {
        "assessment": assessment,
        "mark": ASSESSMENT_MARKS[assessment.state],
        "head": head_of(person, assessment.case.reference),
        **in_groups(_groups(person, assessment), page, assessment.uid),
    }


def _groups(person: Person, assessment: Assessment) -> list[Group]:
    """Return the pages of an assessment by what they tell; a new page is one line here."""
    computes = may(person, "assess.compute_estimates", assessment)
    interviews = [
        Page("assess_forms", gettext("Questions")),
        Page("assess_collection", gettext("Collection")),
    ]
    estimates = [
        Page("assess_estimates", gettext("Estimates")),
        Page("assess_explore", gettext("Questions by groups"), computes),
        Page("assess_labour", gettext("Labour market"), computes and bool(mapped_module(assessment))),
        Page("assess_compare", gettext("Before and after")),
    ]
    lost = [
        Page("assess_losses", gettext("Work that was lost")),
        Page("assess_needs", gettext("Recovery needs")),
    ]
    people = [
        Page("assess_institutions", gettext("Institutions")),
        Page("assess_coping", gettext("How people get by"), computes),
        Page("assess_talks", gettext("Group talks"), may(person, "assess.read_group_talks", assessment)),
        Page("assess_conflict", gettext("Conflict")),
    ]
    return [
        Group(gettext("Overview"), [Page("assessment", gettext("Overview"))]),
        Group(gettext("Interviews"), interviews),
        Group(gettext("Estimates"), estimates),
        Group(gettext("What was lost"), lost),
        Group(gettext("People and place"), people),
        Group(gettext("Findings"), [Page("assess_evidence", gettext("Evidence"))]),
        Group(gettext("Documents"), [Page("assess_documents", gettext("Documents"))]),
    ]
