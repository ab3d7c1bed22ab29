"""Packs of rows under pseudonyms: who has received which, for what, until when."""

import django_tables2
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mainstay.cases.selectors import head_of
from mainstay.common import clock
from mainstay.measure.selectors.pages import project_of
from mainstay.measure.selectors.trust import packs_of
from mainstay.page.doors import door, who
from mainstay.page.listing import listed
from mainstay.page.tables import DayColumn, ListTable
from mainstay.page.words import counted


class PackTable(ListTable):
    """One line for each pack that an evaluator was given."""

    recipient = django_tables2.Column(verbose_name=_("Given to"))
    purpose = django_tables2.Column(verbose_name=_("For"), orderable=False)
    agreement = django_tables2.Column(verbose_name=_("Under"), orderable=False)
    until = DayColumn(verbose_name=_("To be destroyed by"))
    made_at = DayColumn(verbose_name=_("Made"))
    made_by = django_tables2.Column(verbose_name=_("By"), accessor="made_by__name")
    sha256 = django_tables2.Column(
        verbose_name=_("Digest"), orderable=False, attrs={"td": {"class": "digest"}}
    )

    nothing = _("No pack was made. One needs a signed data-sharing agreement that names purpose and fields.")


@door("measure.issue_pack")
def pack_list(request: HttpRequest, uid: str) -> HttpResponse:
    """Show the packs of a project, those that are still held somewhere first; a new one is made by its form."""
    person = who(request)
    project = project_of(person, uid)
    rows = packs_of(person, project)
    held = rows.filter(until__gte=clock.today()).count()
    words = ngettext(
        "{count} pack is held by an evaluator now.", "{count} packs are held by evaluators now.", held
    )
    shown = {
        "title": gettext("Packs for evaluators"),
        "question": gettext("Who holds rows about persons, for what and until when?"),
        "answer": counted(held, words, none=gettext("Nobody outside holds rows of this project.")),
        "head": head_of(person, project.case.reference),
        "links": [(reverse("figures", args=[project.uid]), gettext("The results framework"))],
        "acts_on": project,
        "acts_only": "issue-evaluation-pack",
    }
    return listed(request, "page/list.html", PackTable(rows), shown, name=f"{project.reference}-packs")
