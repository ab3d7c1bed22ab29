"""What works have against closing a case: sites where people may still work, and days that are not paid."""

from django.db.models import Exists, OuterRef

from mainstay.cases.models import Case
from mainstay.cases.services import register_precondition
from mainstay.common.errors import Reason
from mainstay.common.texts import noop as _
from mainstay.deliver.works.models import Mark, Roll, Site


@register_precondition("works.sites_ended")
def _sites_ended(case: Case) -> Reason | None:
    going = Site.objects.filter(project__case=case, state__in=["ACTIVE", "SUSPENDED", "COMPLETED"]).count()
    if not going:
        return None
    words = _("{count} sites of works are not handed over yet. Complete them and hand them over.")
    return Reason("sites_going", words, {"count": going})


@register_precondition("works.days_paid")
def _days_paid(case: Case) -> Reason | None:
    """Return why a case cannot be closed: somebody's days are written down and not paid out."""
    rolls = Roll.objects.filter(site__project__case=case).exclude(state__in=["PAID", "RECONCILED"])
    owed = rolls.filter(Exists(Mark.objects.filter(roll=OuterRef("pk")))).count()
    if not owed:
        return None
    words = _("{count} rolls have days that are not paid out yet. Certify them and pay what is owed.")
    return Reason("pay_owed", words, {"count": owed})
