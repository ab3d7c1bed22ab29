"""What the pages show can be read over HTTP: every list and board, with the same rights, rows and figures."""

import json
import re
from datetime import timedelta

import jsonschema_rs
import pytest
from django.test import Client
from django.urls import get_resolver, resolve

from mainstay.accounts.services import assign_role, create_token
from mainstay.common import clock
from mainstay.design.models import Project
from mainstay.fund.models import Grant
from mainstay.fund.selectors import ledger_lines
from mainstay.page.doors import walk
from mainstay.staff.selectors.depth import roster_depth
from mainstay.web.acts.addresses import address_of
from mainstay.web.acts.catalogue import stages
from mainstay.web.acts.finding import kinds_of
from mainstay.web.api.pages import NOT_HERE, page_operations, why_not_here
from mainstay.web.api.pages.figures import Figures
from mainstay.web.api.pages.source import source_of
from mainstay.web.api.root import description
from tests import builders
from tests.deliver.works.pages import client_of
from tests.web.kept import crisis
from tests.web.test_api_fuzzed import ROLES

pytestmark = pytest.mark.django_db(databases="__all__")


@pytest.fixture
def made(settings, tmp_path):
    settings.FACTS_FOLDER = tmp_path / "facts"
    settings.STAGING_FOLDER = tmp_path / "staging"
    return crisis()


@pytest.fixture
def many(made):
    """Who holds many roles, so that most pages open."""
    person = builders.person("TT_COORD")
    for role in (*ROLES, "SEC", "DPO"):
        held = builders.person(role).roles.get()
        if role != "TT_COORD":
            assign_role(
                by=builders.operator(),
                person=person,
                role=role,
                scope_kind=held.scope_kind,
                scope_key=held.scope_key,
            )
    return person


def names_of_pages():
    for route, pattern in walk(get_resolver().url_patterns):
        view = pattern.callback
        ours = getattr(view, "__module__", "").startswith("mainstay.")
        if ours and not route.startswith("api/") and "GET" in getattr(view, "methods", ()):
            yield str(pattern.name)


def test_every_page_has_its_operation_or_a_reason_why_not():
    named = {page.name for page in page_operations()}
    assert [] == [name for name in names_of_pages() if name not in named and not why_not_here(name)]


def test_no_exception_outlives_its_page():
    pages = {*names_of_pages()}
    alive = [
        known for known in NOT_HERE if any(re.fullmatch(known.replace("*", ".*"), name) for name in pages)
    ]
    assert [*NOT_HERE] == alive


def test_every_list_has_typed_rows():
    made_for_each = ("register_", "line_")
    untyped = [
        page.name
        for page in page_operations()
        if page.lists and source_of(page.view).table is None and not page.name.startswith(made_for_each)
    ]
    assert [] == untyped


def examples(made):
    """The values of an address for each page that has some: of the first record of each kind, or of what lies below it."""
    found = {}
    for place in stages().values():
        for kind in kinds_of(place).values():
            record = kind.model._default_manager.order_by("-pk").first()
            if record is not None and (address := address_of(record)):
                match = resolve(address.partition("?")[0].partition("#")[0])
                found.setdefault(match.url_name, match.kwargs)
    case, project = {"reference": made.case.reference}, {"uid": Project.objects.get(case=made.case).uid}
    country = {"iso3": "COM"}
    for page in page_operations():
        parts = {name for _kind, name in re.findall(r"<(\w+):(\w+)>", page.route)}
        if page.name not in found:
            given = {
                "case": case, "design": project, "figures": project, "measure": project, "country": country, "public": {**country, **project},
                "indicator": {**project, "code": "JB-01"}, "series": country, "playbook": {"name": "roles"}, "assess": found.get("assessment", {}),
                "team": found.get("team_request", {}), "donor": found.get("contribution", {}),
            }.get(page.name.partition("_")[0], project if page.stage == "measure" else {})  # fmt: skip
            found[page.name] = given
        if not parts <= {*found[page.name]}:
            found.pop(page.name)
    return found


def address_with(page, given):
    address = page.address
    for _kind, name in re.findall(r"<(\w+):(\w+)>", page.route):
        address = re.sub(rf"{{(\w+:)?{name}}}", str(given.get(name, "")), address)
    return f"/api/v1{address}"


def test_every_page_answers_as_the_description_says(made, many):
    described = json.loads(description())
    program, known = client_of(many), examples(made)
    wrong, answered = {}, set()
    for page in page_operations():
        answer = program.get(address_with(page, known[page.name])) if page.name in known else None
        if answer is None or answer.status_code in {403, 404}:
            continue
        answered.add(page.name)
        if fault := why_not_as_described(described, page, answer):
            wrong[page.name] = fault
    assert {} == wrong
    assert 75 < len(answered)


def why_not_as_described(described, page, answer):
    if answer.status_code != 200:
        return answer.content[:300]
    operation = described["paths"][re.sub(r"{\w+:", "{", f"/api/v1{page.address}")]["get"]
    shape = operation["responses"]["200"]["content"]["application/json"]["schema"]
    try:
        jsonschema_rs.validate({**shape, "components": described["components"]}, answer.json())
    except jsonschema_rs.ValidationError as fault:
        return f"{fault.instance_path}: {fault.message[:300]}"
    return ""


def test_a_list_gives_the_rows_of_its_page_in_pages_and_order(made):
    program, total = client_of(made.fund), ledger_lines(made.fund).count()
    address = "/api/v1/fund/page/ledger"
    page = program.get(address, {"per_page": 2}).json()
    assert (2, total) == (len(page["rows"]), page["total"])
    keys = [row["key"] for row in page["rows"]]
    while page["next"]:
        page = program.get(page["next"]).json()
        keys += [row["key"] for row in page["rows"]]
    assert [line.pk for line in ledger_lines(made.fund)] == keys
    assert [] == program.get(address, {"page": 999}).json()["rows"]
    grants = program.get("/api/v1/fund/page/grants", {"sort": "amount_usd"}).json()["rows"]
    amounts = [row["amount_usd"] for row in grants]
    assert sorted(Grant.objects.values_list("amount_usd", flat=True)) == amounts
    assert {*Grant.objects.values_list("state", flat=True)} == {row["state"] for row in grants}
    _a_record_stands_with_its_fields_only_where_they_may_be_read(made, program)


def _a_record_stands_with_its_fields_only_where_they_may_be_read(made, program):
    grant = Grant.objects.latest("pk")
    page = program.get(f"/api/v1/fund/page/grant/{grant.uid}").json()["figures"]
    assert grant.amount_usd == page["grant"]["amount_usd"]
    told = Figures(builders.person("TIMEKEEPER")).told({"grant": grant, "who": made.fund})
    assert {"key", "called"} == {*told["grant"]}
    assert {"key": made.fund.pk, "called": made.fund.name} == told["who"]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"colour": "blue"}, "colour"),
        ({"kind": "MOON"}, "kind"),
        ({"sort": "moon"}, "sort"),
        ({"page": 0}, "page"),
    ],
)
def test_a_filter_that_a_page_would_pass_over_is_refused(asked, field):
    refused = client_of(builders.person("FUND")).get("/api/v1/fund/page/ledger", asked)
    assert (422, [field]) == (refused.status_code, [one["field"] for one in refused.json()["problems"]])


def test_a_board_gives_the_figures_of_its_page():
    builders.country("HTI")
    coordinator = builders.person("TT_COORD")
    program, found = client_of(coordinator), roster_depth(coordinator)
    depth = program.get("/api/v1/staff/page/roster")
    told = depth.json()
    assert (found.ready, len(found.fields)) == (told["figures"]["depth"]["ready"], told["total"])
    assert [row.target for row in found.fields] == [row["target"] for row in told["rows"]]
    unchanged = program.get("/api/v1/staff/page/roster", headers={"If-None-Match": depth["ETag"]})
    assert 304 == unchanged.status_code
    portfolio = program.get("/api/v1/decide/page/portfolio", {"add": "HTI"}).json()
    assert ["HTI"] == [row["country"]["key"] for row in portfolio["figures"]["members"]]
    assert portfolio["answer"].startswith("If it were so:")
    assert b"<h1" in program.get("/staff/roster/").content  # the page itself is still a page


def test_a_page_is_read_by_a_key_made_for_its_stage_alone():
    fund = builders.person("FUND")
    ends_on = clock.today() + timedelta(days=9)
    key = create_token(by=fund, name="Fund", scopes=["read:fund"], ends_on=ends_on)
    program = Client(headers={"Authorization": f"Bearer {key}"})
    assert 200 == program.get("/api/v1/fund/page/grants").status_code
    assert 403 == program.get("/api/v1/cases/page/cases").status_code
    assert 401 == Client().get("/api/v1/fund/page/grants").status_code
