"""A ministry, employers, a union and a donor each have their own page; none reads what is another's, or any person's."""

from datetime import date

import pytest
from django.urls import reverse

from mainstay.common import clock
from mainstay.common.errors import BadInput, NotAllowed
from mainstay.deliver.skills.models import Vacancy
from mainstay.deliver.skills.services import fill_vacancy, list_vacancy, withdraw_vacancy
from mainstay.deliver.works.models import Complaint, Finding, Site
from mainstay.deliver.works.services.own import make_complaint
from mainstay.fund.models import Account, Contribution, Grant
from mainstay.measure.services import choose_indicators, compute_indicators, lock_definitions
from mainstay.partners.models import Organisation
from mainstay.partners.services import add_member, draft_roadmap, register_organisation, write_internal_note
from tests import builders
from tests.deliver.works.pages import client_of
from tests.measure import builders as facts

pytestmark = pytest.mark.django_db(databases="__all__")
SIDES = {
    "CONST_GOV": ("Ministry of labour", "GOVERNMENT"), "CONST_EMP": ("Employers' federation", "EMPLOYERS_ORG"),
    "CONST_WORK": ("Union of dockers", "WORKERS_ORG"),
}  # fmt: skip


def speaker(role):
    """A person who speaks for the organisation of her side in the Comoros."""
    name, kind = SIDES[role]
    body = register_organisation(by=builders.person("CPO"), name=name, type=kind, country="COM")
    person = builders.person(role)
    add_member(by=builders.person("CD"), organisation=body, person=person)
    return person, body


def page_of(person, name="organisation", *args):
    answer = client_of(person).get(reverse(name, args=args))
    assert 200 == answer.status_code
    return answer.content.decode().replace("\u00a0", " ")


def opened(project, code, name, **more):
    return Site.objects.create(
        project=project, code=code, name=name, shelved_by=builders.operator(), state="ACTIVE", opened_on=date(2026, 1, 5), **more
    )  # fmt: skip


def test_each_lands_on_the_own_page_and_finds_the_situation_room_from_there():
    person, body = speaker("CONST_WORK")
    answer = client_of(person).get("/")
    assert reverse("organisation") == answer.url
    page = page_of(person)
    assert body.name in page
    assert reverse("ask") in page
    assert 200 == client_of(person).get("/?room=1").status_code
    donor = builders.person("DONOR")
    assert reverse("donor") == client_of(donor).get("/").url
    assert 200 == client_of(builders.person("CPO")).get("/").status_code


def test_neither_side_sees_the_others_internal_notes_and_nor_do_we():
    union, dockers = speaker("CONST_WORK")
    employer, federation = speaker("CONST_EMP")
    ministry, _body = speaker("CONST_GOV")
    write_internal_note(by=union, organisation=dockers, text="We ask for ten percent")
    write_internal_note(by=employer, organisation=federation, text="We offer four percent")
    assert "ten percent" in page_of(union)
    assert "four percent" not in page_of(union)
    assert "four percent" in page_of(employer)
    assert "ten percent" not in page_of(employer)
    for other in (ministry, builders.person("CD"), builders.person("ADMIN")):
        page = page_of(other)
        assert "ten percent" not in page
        assert "four percent" not in page
    with pytest.raises(NotAllowed):
        write_internal_note(by=employer, organisation=dockers, text="from the other side")


def test_safeguards_are_read_by_site_as_counts_and_complaints_as_a_number():
    project = facts.project()
    site = opened(project, "S1", "Drains of Moroni")
    for number, closed in enumerate((None, None, date(2026, 2, 2))):
        Finding.objects.create(
            site=site, code="SG-PPE-01", stops="next_day" if number == 0 else "nothing", subject=str(number),
            msgid="Amina has no gloves", found_on=date(2026, 2, 1), closed_on=closed,
        )  # fmt: skip
    make_complaint(project=project, category="pay", words="The foreman of gang four keeps our cards")
    elsewhere, _body = speaker("CONST_EMP")
    union, _body = speaker("CONST_WORK")
    for person in (union, elsewhere):
        page = page_of(person)
        assert "Drains of Moroni" in page
        assert "1 safeguard finding stops work." in page
        assert "Complaints made: 1. Open: 1. Late: 0." in page
        assert "Amina" not in page
        assert "gang four" not in page
    stranger = builders.person("CONST_WORK", "country", "JOR")
    assert "Drains of Moroni" not in page_of(stranger)
    assert "Complaints made: 0." in page_of(stranger)
    assert 403 == client_of(union).get(reverse("records", args=["works", "complaint"])).status_code or "gang four" not in client_of(union).get(reverse("records", args=["works", "complaint"])).content.decode()  # fmt: skip
    assert 1 == Complaint.objects.count()


def test_an_employers_body_lists_a_vacancy_and_others_of_the_country_read_it():
    employer, federation = speaker("CONST_EMP")
    union, dockers = speaker("CONST_WORK")
    given = {
        "title": "Mason",
        "number": 12,
        "place": "Moroni",
        "contact": "Office 4, Corniche",
        "skills": "stone",
    }
    made = list_vacancy(by=employer, organisation=federation, **given)
    assert "Mason" in page_of(employer)
    assert "Mason" in page_of(union, "vacancies")
    assert "Mason" not in page_of(builders.person("CONST_WORK", "country", "JOR"), "vacancies")
    with pytest.raises(NotAllowed):
        list_vacancy(by=union, organisation=dockers, **given)
    with pytest.raises(NotAllowed):
        list_vacancy(by=employer, organisation=dockers, **given)
    with pytest.raises(NotAllowed):
        fill_vacancy(by=union, vacancy=made)
    with pytest.raises(BadInput, match="withdrawn"):
        withdraw_vacancy(by=employer, vacancy=made, reason=" ")
    assert "FILLED" == fill_vacancy(by=employer, vacancy=made).state
    assert "No vacancy is open." in page_of(union, "vacancies")
    file = client_of(union).get(reverse("vacancies"), {"export": "csv"}).content.decode()
    assert "Mason" in file


def test_the_form_for_a_vacancy_does_what_the_service_does_and_leads_back():
    employer, federation = speaker("CONST_EMP")
    address = reverse("act", args=["skills", "list-vacancy"])
    given = {
        "organisation": federation.pk, "title": "Mason", "number": "3", "place": "Moroni", "contact": "Office 4",
        "next": reverse("organisation"),
    }  # fmt: skip
    answer = client_of(employer).post(
        f"{address}?organisation={federation.pk}&next={reverse('organisation')}", given
    )
    assert 302 == answer.status_code, answer.content.decode()[:3000]
    assert ("Mason", federation.pk) == Vacancy.objects.values_list("title", "organisation").get()


def test_a_roadmap_waits_for_the_signature_of_each_side():
    union, dockers = speaker("CONST_WORK")
    roadmap = draft_roadmap(
        by=builders.person("CPO"), country="COM", title="Decent work 2027", text="Jobs first"
    )
    page = page_of(union)
    assert "Decent work 2027" in page
    assert f"roadmap={roadmap.pk}&amp;organisation={dockers.pk}" in page
    assert "sign-roadmap" in page


def test_who_speaks_for_nobody_is_told_so():
    assert "You speak for no organisation yet." in page_of(builders.person("CPO"))


def granted(given, reference, what_for, kind, usd, **more):
    """A grant that was paid from a contribution, with so many US cents on one of its accounts."""
    grant = Grant.objects.create(
        reference=reference, what_for=what_for, window="W1", purpose="no_regret_works", amount_usd=40_000_00,
        state="DISBURSED", playbook_version="test", **more,
    )  # fmt: skip
    held = {"currency": "USD", "balance": usd, "balance_usd": usd}
    Account.objects.create(kind=kind, contribution=given, grant=grant, **held)


@pytest.fixture
def pledge(settings, tmp_path):
    """A contribution that paid a grant of a project with two sites, one of them with few women."""
    settings.FACTS_FOLDER = tmp_path / "facts"
    office, monitor, project = builders.person("CPO"), facts.officer(), facts.project()
    choose_indicators(by=monitor, project=project, codes=["JB-01", "JB-02", "JB-06"])
    lock_definitions(by=monitor, project=project)
    rows = facts.crew(project.pk, women=15, men=30)
    sites = {"S1": opened(project, "S1", "Drains of Moroni"), "S2": opened(project, "S2", "Road to Domoni")}
    for row in rows:
        row["site"] = "S2" if row["worker"] in {1, 2, 3} or row["worker"] > 35 else "S1"
    facts.store(settings.FACTS_FOLDER, worker_day=rows)
    compute_indicators(by=monitor, project=project)
    donor = Organisation.objects.create(
        name="Donor one", type="BILATERAL", level="global", registered_by=office, registered_at=clock.now()
    )
    given = Contribution.objects.create(
        reference="C-2026-0001", donor=donor, title="For Moroni", currency="USD", amount=500_000_00,
        pledged_on=date(2026, 1, 1), state="RECEIVED", recorded_by=office,
    )  # fmt: skip
    shared = {"case": project.case, "applied_by": office}
    granted(given, "G1", "First sites", "EXPENSE", 1_000_00, project=project, **shared)
    granted(given, "G2", "A second road", "ADVANCE", 9_000_00, **shared)
    return given, sites


def test_a_donor_follows_a_pledge_to_its_sites_and_sees_no_person(pledge):
    given, _sites = pledge
    donor = builders.person("DONOR", "organisation", str(given.donor_id))
    assert "For Moroni" in page_of(donor, "donor")
    page = page_of(donor, "donor_contribution", given.uid)
    for told in (
        "G1",
        "A second road",
        "USD 9,000",
        "Drains of Moroni",
        "Road to Domoni",
        "450",
        "USD 1,000",
    ):
        assert told in page
    assert "hidden: few persons" in page  # three women of one site, and so the women of the other
    assert 403 == client_of(donor).get(reverse("works_rolls")).status_code


def test_a_donor_does_not_see_another_donors_pledge(pledge):
    given, _sites = pledge
    stranger = builders.person("DONOR", "organisation", "999999")
    assert "For Moroni" not in page_of(stranger, "donor")
    assert 404 == client_of(stranger).get(reverse("donor_contribution", args=[given.uid])).status_code


def test_a_site_under_a_security_hold_is_not_told_to_a_donor(pledge):
    given, sites = pledge
    Site.objects.filter(pk=sites["S2"].pk).update(security_hold=True, hold_reason="threat")
    donor = builders.person("DONOR", "organisation", str(given.donor_id))
    page = page_of(donor, "donor_contribution", given.uid)
    assert "Drains of Moroni" in page
    assert "Road to Domoni" not in page
