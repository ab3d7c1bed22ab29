"""Works begin on a project that runs, or early under a signature that is paid, limited and ends; the past is never touched."""

from datetime import timedelta

import pytest

from mainstay.common import clock, due
from mainstay.common.errors import BadInput, NotAllowed, RuleBroken
from mainstay.common.models import AuditEntry, Notice
from mainstay.deliver.works.models import Contract, EarlyStart
from mainstay.deliver.works.selectors.early_starts import cover_of, early_starts_visible
from mainstay.deliver.works.services import early_starts, marking, preparation, rolls, sites
from mainstay.design.models import Project
from mainstay.fund import services as fund
from mainstay.partners.models import ActFirst
from tests import builders
from tests.deliver.works import world
from tests.fund.test_grants import approved, asked, money

pytestmark = pytest.mark.django_db
EVE = world.START - timedelta(days=7)
LAST = EVE + timedelta(days=30)


def draft_again(made):
    """Take the world's project back to a draft, its open site closed again."""
    Project.objects.filter(pk=made.project.pk).update(
        state="DRAFT", running=False, approved_by=None, approved_at=None
    )
    made.project.refresh_from_db()


def no_regret(made, *, purpose="no_regret_works"):
    """Return an approved grant of window 1 for the world's case."""
    money()
    return approved(asked(made.project.case, made.cpo, purpose=purpose), builders.person("TT_COORD"))


def signed(made, *places, **changed):
    given = {"until": LAST, "max_workers": 4, "reason": "Drains before the rain", **changed}
    grant = given.pop("grant", None) or no_regret(made)
    return early_starts.sign_early_start(
        by=given.pop("by", made.director), project=made.project, grant=grant, sites=places, **given
    )


@pytest.fixture
def draft(made):
    with clock.at(EVE):
        made.new = world.ready_site(made, "S90")
        draft_again(made)
        yield made


def test_a_site_of_a_draft_does_not_open(draft):
    with pytest.raises(RuleBroken) as refused:
        sites.open_site(by=draft.cpo, site=draft.new)
    assert "project_not_running" == refused.value.code
    with pytest.raises(RuleBroken, match="does not run"):
        world.employ(draft, 1)


def test_an_early_start_opens_the_sites_that_it_names_and_no_other(draft):
    other = world.ready_site(draft, "S91")
    early = signed(draft, draft.new)
    assert "ACTIVE" == sites.open_site(by=draft.cpo, site=draft.new).state
    with pytest.raises(RuleBroken) as refused:
        sites.open_site(by=draft.cpo, site=other)
    assert "site_not_covered" == refused.value.code
    assert [early] == list(early_starts_visible(draft.monitor))
    assert "early_start_signed" in set(Notice.objects.values_list("kind", flat=True))
    told = AuditEntry.objects.filter(action="works.sign_early_start").get()
    assert ["S90"] == told.facts["sites"]


def test_it_is_paid_from_window_one_for_works_only(draft):
    for purpose in ("assessment", "surge_deployment"):
        with pytest.raises(RuleBroken) as refused:
            signed(draft, draft.new, grant=no_regret(draft, purpose=purpose))
        assert "no_early_money" == refused.value.code
    waiting = asked(draft.project.case, draft.cpo, purpose="no_regret_works")
    with pytest.raises(RuleBroken, match="money first"):
        signed(draft, draft.new, grant=waiting)
    with pytest.raises(BadInput, match="another case"):
        signed(draft, draft.new, grant=approved(asked(builders.case(), builders.person("CPO"), purpose="no_regret_works"), builders.person("TT_COORD")))  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"until": LAST + timedelta(days=1)}, "early_days"),
        ({"until": EVE}, "early_empty"),
        ({"max_workers": 201}, "early_workers"),
        ({"max_workers": 0}, "early_empty"),
    ],
)
def test_it_has_limits(draft, changed, code):
    with pytest.raises(RuleBroken) as refused:
        signed(draft, draft.new, **changed)
    assert code == refused.value.code


def test_who_writes_the_design_and_who_may_not_does_not_sign(draft):
    for by in (draft.cpo, draft.engineer):
        with pytest.raises(NotAllowed):
            signed(draft, draft.new, by=by)
    Project.objects.filter(pk=draft.project.pk).update(lead=draft.director)
    draft.project.refresh_from_db()
    with pytest.raises(RuleBroken) as refused:
        signed(draft, draft.new)
    assert "own_early_start" == refused.value.code


def test_the_thirty_days_are_counted_once(draft):
    grant = no_regret(draft)
    signed(draft, draft.new, grant=grant, until=EVE + timedelta(days=5))
    more = world.ready_site(draft, "S91")
    with clock.at(EVE + timedelta(days=20)):
        with pytest.raises(RuleBroken) as refused:
            signed(draft, more, grant=grant, until=LAST + timedelta(days=1))
        assert "early_days" == refused.value.code
        signed(draft, more, grant=grant, until=LAST)
    with clock.at(LAST + timedelta(days=1)), pytest.raises(RuleBroken) as refused:
        signed(draft, more, grant=grant, until=LAST + timedelta(days=9))
    assert "early_start_spent" == refused.value.code


def test_those_not_heard_are_consulted_within_thirty_days(draft):
    signed(draft, draft.new)
    running = ActFirst.objects.get(about_kind="design", about_key=str(draft.project.pk))
    assert LAST == running.due_at.date()
    ActFirst.objects.update(due_at=clock.now() + timedelta(hours=1))
    with clock.at(EVE + timedelta(days=2)), pytest.raises(RuleBroken) as refused:
        sites.open_site(by=draft.cpo, site=draft.new)
    assert "waiver_over" == refused.value.code


def test_no_more_workers_than_signed(draft):
    signed(draft, draft.site)
    world.employ(draft, 4)
    with pytest.raises(RuleBroken) as refused:
        world.employ(draft, 1, first=5)
    assert "early_workers_full" == refused.value.code


def test_when_it_is_over_the_next_site_and_new_persons_stop_but_no_true_day_and_no_pay(draft):
    early = signed(draft, draft.site, draft.new, max_workers=8)
    workers = world.employ(draft, 3)
    waiting = world.employ(draft, 1, first=4, start=False)
    late = LAST + timedelta(days=1)
    with clock.at(LAST - timedelta(days=2)):
        assert 1 == due.run_all()["works.early_starts"]
        assert 0 == due.run_all()["works.early_starts"]
    with clock.at(late):
        assert 1 == due.run_all()["works.early_starts"]
        early.refresh_from_db()
        assert ("EXPIRED", True) == (early.state, not cover_of(draft.project).sites)
        for stopped in (
            lambda: sites.open_site(by=draft.cpo, site=draft.new),
            lambda: preparation.start_workers(by=draft.engineer, site=draft.site, cards=[waiting[0].card]),
            lambda: world.employ(draft, 1, first=9),
        ):
            with pytest.raises(RuleBroken) as refused:
                stopped()
            assert "early_start_over" == refused.value.code
        opened = world.open_month(draft, month=late, site_list=[draft.site])
        given = world.roll_file(world.mark_rows(workers, [late]))
        marking.import_rolls(by=draft.timekeeper, project=draft.project, given=given, filename="r.csv")
    with clock.at(late + timedelta(days=2)):
        rolls.close_rolls(by=draft.timekeeper, rolls=opened)
        rolls.measure_rolls(by=draft.engineer, rolls=opened)
        rolls.certify_rolls(by=draft.engineer, rolls=opened)
        rolls.approve_rolls(by=draft.cpo, rolls=opened)
        owed, _batch, content = world.paid(draft, opened, on=late + timedelta(days=3))
    assert (3, True) == (owed.lines, bool(content))
    kinds = set(Notice.objects.filter(kind__startswith="early_start").values_list("kind", flat=True))
    assert {"early_start_signed", "early_start_ends_soon", "early_start_over"} <= kinds


def test_workers_who_are_there_are_contracted_again_after_it_is_over(draft):
    signed(draft, draft.site)
    workers = world.employ(draft, 2)
    Contract.objects.update(ends_on=LAST)
    with clock.at(LAST + timedelta(days=1)):
        made = world.sign(
            draft, draft.site, [row.card for row in workers], starts_on=LAST + timedelta(days=2)
        )
    assert 2 == len(made)


def test_it_ends_when_the_project_runs_and_can_be_taken_back(draft):
    early = signed(draft, draft.new)
    second = signed(draft, draft.site)
    with pytest.raises(BadInput):
        early_starts.end_early_start(by=draft.director, early=second, reason=" ")
    early_starts.end_early_start(by=draft.director, early=second, reason="The ground is not safe")
    builders.let_run(draft.project)
    assert 1 == early_starts.end_early_starts_over()
    assert ["FOLLOWED", "TAKEN_BACK"] == [EarlyStart.objects.get(pk=row.pk).state for row in (early, second)]
    assert "ACTIVE" == sites.open_site(by=draft.cpo, site=draft.new).state
    with pytest.raises(RuleBroken, match="without an early start"):
        signed(draft, draft.new)


def test_money_that_went_back_covers_nothing(draft):
    grant = no_regret(draft)
    signed(draft, draft.new, grant=grant)
    fund.disburse_grant(by=builders.person("FUND"), grant=grant)
    fund.return_money(by=builders.person("FUND"), grant=grant, reason="The road is cut")
    with pytest.raises(RuleBroken) as refused:
        sites.open_site(by=draft.cpo, site=draft.new)
    assert "early_money_gone" == refused.value.code


@pytest.mark.parametrize(("state", "running"), [("CLOSED", False), ("HANDED_OVER", True)])
def test_nothing_begins_on_a_project_that_is_over(draft, state, running):
    grant = no_regret(draft)
    signed(draft, draft.new, grant=grant)
    Project.objects.filter(pk=draft.project.pk).update(
        state=state, running=running, approved_by=draft.director, approved_at=clock.now()
    )
    draft.project.refresh_from_db()
    for attempt in (
        lambda: sites.open_site(by=draft.cpo, site=draft.new),
        lambda: signed(draft, draft.site, grant=grant),
        lambda: world.employ(draft, 1),
    ):
        with pytest.raises(RuleBroken) as refused:
            attempt()
        assert "project_over" == refused.value.code
