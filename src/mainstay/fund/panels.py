"""What the fund shows of a case."""

from django.db.models import Sum
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from mainstay.accounts.models import Person
from mainstay.accounts.permissions import may_anywhere
from mainstay.cases.models import Case
from mainstay.fund.models import Account
from mainstay.fund.selectors import grants_visible
from mainstay.page.panels import Panel, PanelFigure, panel
from mainstay.page.words import money, number

GIVEN = {"APPROVED", "DISBURSED", "REPORTING", "CLOSED"}


@panel("fund", order=50)
def fund_panel(person: Person, case: Case) -> Panel | None:
    """Return what was granted to the case and what the fund has free; in two queries."""
    if not may_anywhere(person, "fund.read_grants"):
        return None
    grants = list(grants_visible(person).filter(case=case).values_list("state", "amount_usd", "spent_usd"))
    given = [(amount, spent) for state, amount, spent in grants if state in GIVEN]
    waiting = sum(1 for state, _amount, _spent in grants if state in {"SUBMITTED", "SCREENED"})
    link = f"{reverse('grants')}?case={case.reference}"
    figures = [
        PanelFigure(money(sum(amount for amount, _spent in given)), gettext("granted to this case"), link)
    ]
    if may_anywhere(person, "fund.read_balance"):
        free = Account.objects.filter(kind="FREE").aggregate(usd=Sum("balance_usd"))["usd"] or 0
        opens = may_anywhere(person, "fund.read_ledger")
        figures.append(
            PanelFigure(
                money(free), gettext("free in the fund, reserve included"),
                f"{reverse('ledger')}?kind=FREE" if opens else reverse("earmarks"),
            )
        )  # fmt: skip
    words = gettext("{amount} of it is spent and reported.").format(
        amount=money(sum(spent for _a, spent in given))
    )
    if waiting:
        words += " " + ngettext(
            "{count} application waits for a decision.", "{count} applications wait for a decision.", waiting
        ).format(count=number(waiting))
    return Panel(gettext("Fund"), words, figures, link)
