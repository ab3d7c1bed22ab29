"""The number that each register is kept for, in words, with how it is counted; and the map of focal points."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext, ngettext

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.permissions import visible
from mainstay.common import clock
from mainstay.page.units import measured
from mainstay.page.words import counted, joined, named, number
from mainstay.partners import rules
from mainstay.partners.methods.register_share import register_share
from mainstay.partners.methods.womens_share import womens_share
from mainstay.partners.models import Event, FocalPoint, Forum, HouseRisk, JointMission

from .registers import Board, Figure


def share_words(part: int, whole: int, text: str, none: str) -> str:
    """Return a sentence with its `{part}`, `{whole}` and `{share}` filled in, or `none` where nothing counts."""
    share = register_share(part, whole)
    if share is None:
        return none
    return text.format(part=number(part), whole=number(whole), share=number(round(share)))


def _counts(rows: QuerySet[Any], **conditions: Q) -> dict[str, int]:
    return rows.order_by().aggregate(
        **{name: Count("pk", filter=condition) for name, condition in conditions.items()}
    )


def focal_pairs(rows: QuerySet[FocalPoint] | None = None) -> dict[tuple[str, str], bool]:
    """Return each pair of unit and region, and whether a focal point with a certificate in force stands in it."""
    lists = playbook.current().lists
    all_rows = FocalPoint.objects.all() if rows is None else rows
    held = all_rows.filter(state="CERTIFIED", due_on__gte=clock.today()).order_by()
    certified = set(held.values_list("unit", "region"))
    regions = [row.name for row in lists.regions.values()]
    return {(unit, region): (unit, region) in certified for unit in lists.office_units for region in regions}


def focal_points_figure(rows: QuerySet[FocalPoint]) -> Figure:
    """Return in how many of the pairs of unit and region a certified focal point stands."""
    pairs = focal_pairs(rows)
    words = share_words(
        sum(pairs.values()),
        len(pairs),
        gettext("{part} of {whole} pairs of unit and region have a certified focal point ({share} %)."),
        "",
    )
    how = gettext(
        "A pair counts once a focal point of it, for the region or a country of it, holds a certificate in force."
    )
    return Figure(words, how)


def focal_point_board(person: Person) -> Board:
    """Return the map of gaps: each unit in each region, with who is there and what is missing."""
    lists = playbook.current().lists
    rows = visible(FocalPoint.objects.exclude(state="ENDED"), person, "staff.read_focal_points")
    there: dict[tuple[str, str], list[FocalPoint]] = {}
    for line in rows.select_related("holder", "country").order_by("country_id"):
        there.setdefault((line.unit, line.region), []).append(line)
    return Board(
        gettext("Units and regions"),
        [gettext("Unit"), *(named("reference_lists.regions", code) for code in lists.regions)],
        [
            (
                named("reference_lists.office_units", unit),
                [_cell(there.get((unit, row.name), [])) for row in lists.regions.values()],
            )
            for unit in lists.office_units
        ],
    )


def _cell(lines: list[FocalPoint]) -> tuple[str, str]:
    if not lines:
        return "ahead", gettext("nobody")
    today = clock.today()
    certified = [line for line in lines if line.state == "CERTIFIED" and line.due_on and line.due_on >= today]
    stands_in = [line for line in lines if line.alternate_id or line.alternate_contact_id]
    if not certified:
        return "waiting", gettext("named, no certificate")
    if not stands_in:
        return "open", gettext("certified, no alternate")
    return "done", gettext("certified, with alternate")


def events_figure(rows: QuerySet[Event]) -> Figure:
    """Return the share of events that were held in the country that they serve, and women's share of who came."""
    held = rows.filter(state__in=["HELD", "FOLLOWED_UP"])
    placed = Q(online=False, country__isnull=False, held_in__isnull=False)
    found = _counts(held, whole=placed, part=placed & Q(held_in=F("country")))
    from django.db.models import Sum

    came = held.order_by().aggregate(women=Sum("women", default=0), men=Sum("men", default=0))
    words = share_words(
        found["part"],
        found["whole"],
        gettext("Held in the country that they serve: {part} of {whole} events ({share} %)."),
        gettext("No event was held yet."),
    )
    women = womens_share(came["women"], came["women"] + came["men"])
    if women is not None:
        words = gettext("{words} Women among those who came: {share} %.").format(
            words=words, share=number(round(100 * women))
        )
    how = gettext(
        "Events that were held, whose country and place are known; those online are left out. Training abroad had limited effect, so its share is shown."
    )
    return Figure(words, how)


def missions_figure(rows: QuerySet[JointMission]) -> Figure:
    """Return the share of reported missions, plans and appeals that included labour."""
    found = _counts(
        rows,
        whole=Q(state="REPORTED"),
        part=Q(state="REPORTED", labour_included="yes"),
        missed=Q(state="MISSED"),
    )
    words = share_words(
        found["part"],
        found["whole"],
        gettext("Labour was included in {part} of {whole} that were reported ({share} %)."),
        gettext("None was reported yet."),
    )
    if found["missed"]:
        words = gettext("{words} Gone without us: {count}.").format(
            words=words, count=number(found["missed"])
        )
    how = gettext(
        "Missions, plans and appeals that we joined and reported; “still negotiating” counts as not included."
    )
    return Figure(words, how)


def forums_figure(rows: QuerySet[Forum]) -> Figure:
    """Return the share of forums whose joint plan has a section on employment."""
    standing = ~Q(state="CLOSED")
    found = _counts(rows, whole=standing, part=standing & Q(employment_section="yes"))
    words = share_words(
        found["part"],
        found["whole"],
        gettext("Forums whose joint plan has a section on employment: {part} of {whole} ({share} %)."),
        gettext("No forum is entered yet."),
    )
    return Figure(words, gettext("Forums that are not closed, as their latest action says."))


def advice_figure(rows: QuerySet[Any]) -> Figure:
    """Return how much of the advice given was accepted and how much is implemented."""
    given = Q(state__in=rules.ADVICE_GIVEN)
    found = _counts(
        rows, whole=given, accepted=Q(state__in=rules.ADVICE_ACCEPTED), part=Q(state="IMPLEMENTED")
    )
    words = share_words(
        found["part"],
        found["whole"],
        gettext("Implemented: {part} of {whole} pieces of advice that were given ({share} %)."),
        gettext("No advice was given yet."),
    )
    if found["whole"]:
        words = gettext("{words} Accepted: {count}.").format(words=words, count=number(found["accepted"]))
    how = gettext(
        "Advice that was given, whatever became of it. It is implemented once another person has confirmed it by the evidence."
    )
    return Figure(words, how)


def messages_figure(rows: QuerySet[Any]) -> Figure:
    """Return how many messages are public, all of them agreed before, and how many wait."""
    found = _counts(rows, public=Q(state="PUBLISHED"), waiting=Q(state="SUBMITTED"), agreed=Q(state="AGREED"))
    waiting = ngettext(
        "{count} message waits for agreement", "{count} messages wait for agreement", found["waiting"]
    )
    public = ngettext(
        "{count} is public, agreed to before", "{count} are public, each agreed to before", found["public"]
    )
    words = joined(
        [
            counted(found["waiting"], waiting, none=gettext("No message waits for agreement")),
            counted(found["public"], public, none=gettext("none is public")),
        ]
    )
    how = gettext("A message is public only in the version to which another person than its author agreed.")
    return Figure(words, how)


def researchers_figure(rows: QuerySet[Any]) -> Figure:
    """Return how many researchers are listed, from how many institutions and countries, and under agreements."""
    listed = rows.filter(state="LISTED").order_by()
    found = listed.aggregate(
        people=Count("pk"),
        institutions=Count("institution", distinct=True),
        countries=Count("country", distinct=True),
        agreed=Count("pk", filter=Q(agreement__isnull=False)),
    )
    if not found["people"]:
        words = gettext("No researcher is listed yet.")
    else:
        text = ngettext(
            "{count} researcher is listed ({institutions}, {countries})",
            "{count} researchers are listed ({institutions}, {countries})",
            found["people"],
        )
        listed_words = text.format(
            count=number(found["people"]),
            institutions=measured(found["institutions"], "institutions"),
            countries=measured(found["countries"], "countries"),
        )
        agreed = ngettext(
            "{count} works under an agreement with us",
            "{count} work under an agreement with us",
            found["agreed"],
        )
        none = gettext("none works under an agreement with us")
        words = joined([listed_words, counted(found["agreed"], agreed, none=none)])
    return Figure(words, gettext("Listed is who agreed to it. Only the work contact is kept, encrypted."))


def positions_figure(rows: QuerySet[Any]) -> Figure:
    """Return how many of the agreed positions were voiced and endorsed."""
    found = _counts(
        rows,
        whole=Q(state__in=["AGREED", "VOICED", "ENDORSED"]),
        voiced=Q(state__in=["VOICED", "ENDORSED"]),
        part=Q(state="ENDORSED"),
    )
    words = share_words(
        found["part"],
        found["whole"],
        gettext("Endorsed by others: {part} of {whole} positions that we agreed on ({share} %)."),
        gettext("No position is agreed yet."),
    )
    if found["whole"]:
        words = gettext("{words} Voiced: {count}.").format(words=words, count=number(found["voiced"]))
    return Figure(words, gettext("Agreed positions; one is endorsed when somebody else says so in writing."))


def risks_figure(rows: QuerySet[HouseRisk]) -> Figure:
    """Return how many risks are open, how many of them are high, and how many happened."""
    from django.db.models import ExpressionWrapper, IntegerField

    rated = rows.annotate(rated=ExpressionWrapper(F("likelihood") * F("impact"), output_field=IntegerField()))
    found = _counts(
        rated,
        open=Q(state="OPEN"),
        high=Q(state="OPEN", rated__gte=rules.HIGH_RISK),
        happened=Q(state="HAPPENED"),
    )
    text = ngettext(
        "{count} risk is open, {high} of them high",
        "{count} risks are open, {high} of them high",
        found["open"],
    )
    happened = ngettext("{count} has happened", "{count} have happened", found["happened"])
    words = joined(
        [
            counted(
                found["open"], text.replace("{high}", number(found["high"])), none=gettext("No risk is open")
            ),
            counted(found["happened"], happened, none=gettext("none has happened")),
        ]
    )
    how = gettext("Likelihood times impact, each 1 to 5; from {limit} on a risk is high.").format(
        limit=rules.HIGH_RISK
    )
    return Figure(words, how)
