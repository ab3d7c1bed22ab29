"""Projects for tests, brought through the services to where a test needs them."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import count

from mainstay import playbook
from mainstay.design import services
from mainstay.design.rules import BODIES
from mainstay.design.selectors.basis import ABOUT
from mainstay.partners.services import hear_body, record_consultation, register_organisation
from tests import builders
from tests.assess.test_approving import submitted, validated

TODAY = date(2026, 3, 10)
_numbers = count(1)
TYPES = {"government": "GOVERNMENT", "employers": "EMPLOYERS_ORG", "workers": "WORKERS_ORG"}


def draft(*, case=None, by=None, **details):
    """Return a draft and the officer who writes it."""
    officer = by or builders.person("CPO")
    project = services.start_design(
        by=officer, case=case or builders.case(), title="Clean-up and repair", **details
    )
    return project, officer


def planned(**details):
    """Return a draft with package, budget, targets and all that an approval asks of the plan itself."""
    project, officer = draft(**details)
    services.choose_package(
        by=officer, project=project, phases=["STABILISATION", "REINTEGRATION", "RECOVERY"]
    )
    complete(project, officer)
    return project, officer


def complete(project, officer):
    """Fill in all that a plan asks for."""
    services.describe_design(
        by=officer, project=project, root_causes="Work was informal and unsafe before the storm.", opportunity="Works near home.",
        contact="Mixed gangs.", grievance="Public lists of who is hired.", exit_plan="The municipality maintains the roads.",
        levels_reason="Policy work follows in a second project.",
    )  # fmt: skip
    cells = [cell for block in playbook.current().building_blocks.values() for cell in block.cells]
    for cell in cells:
        services.fill_block(by=officer, project=project, block=cell, filled_by="See the text.")
    for marker in playbook.current().markers:
        services.rate_marker(by=officer, project=project, marker=marker, value=1)
    services.tag_design(
        by=officer,
        project=project,
        sdg=["SDG08"],
        r205=[next(iter(playbook.current().r205_parts))],
        objectives=["SO2"],
    )
    services.record_risk(
        by=officer,
        project=project,
        text="Hazardous debris",
        likelihood=4,
        impact=4,
        mitigation="Screened first",
        owner_role="SAF_OFF",
    )
    budget(project, officer)
    sequence(project, officer)


def budget(project, officer):
    """Set wage, lines and targets."""
    services.set_wage(
        by=officer,
        project=project,
        daily_wage_minor=3000,
        days_per_worker=Decimal(40),
        usd_rate=Decimal(450),
        usd_rate_on=TODAY,
    )
    lines = [{"module": row.code, "quantity": 1} for row in project.modules.filter(removed=False)]
    for line in lines:
        if line["module"].startswith("WRK"):
            line |= {"quantity": 20_000, "labour_share": "0.4"}
    services.cost_design(by=officer, project=project, lines=lines)
    groups = {"ALL": 500, "women": 250, "youth": 150, "persons_with_disabilities": 15}
    services.set_targets(
        by=officer, project=project,
        targets=[{"indicator": "JB-02", "group": group, "value": value, "due_on": TODAY + timedelta(days=300)} for group, value in groups.items()],
    )  # fmt: skip


def sequence(project, officer):
    """Say what was delivered before and what each module leads to."""
    for code, wanted in unmet_of(project).items():
        row = project.modules.filter(code=code).first()
        services.change_module(
            by=officer, project=project, code=code, phase=row.phase, reason="Done before",
            delivered_evidence=f"{', '.join(wanted)} delivered by the ministry",
        )  # fmt: skip
    for row in project.modules.filter(removed=False, leads_to=[]):
        services.change_module(
            by=officer,
            project=project,
            code=row.code,
            phase=row.phase,
            reason="Says what follows",
            leads_to_text="National budget line",
        )


def unmet_of(project):
    from mainstay.design.rules import unmet
    from mainstay.design.selectors import plan_of

    return unmet(plan_of(project).modules)


def heard(project, officer, *, bodies=BODIES):
    """Record a consultation in which these bodies were heard."""
    invited = [
        register_organisation(by=officer, name=f"{body} {next(_numbers)}", type=TYPES[body], country="COM")
        for body in bodies
    ]
    made = record_consultation(
        by=officer, about_kind=ABOUT, about_key=str(project.pk), country="COM", question="Is this the right work?",
        bodies=invited, case_key=project.case_id,
    )  # fmt: skip
    for body in made.bodies.all():
        hear_body(by=officer, body=body)
    return made


def assessed(officer):
    """Return a case with an approved assessment."""
    assessment, _officer = submitted()
    validated(assessment, assessment.scoped_by)
    from mainstay.assess import services as assess

    assess.approve_baseline(by=builders.person("CD"), assessment=assessment)
    return assessment.case


def scored(project, *, score=2, by=None):
    """Let a quality officer score all points."""
    officer = by or builders.person("ME")
    services.score_quality(
        by=officer, project=project, scores=dict.fromkeys(playbook.current().qa_criteria, (score, "seen"))
    )
    return officer


def in_review(*, consult=True, assess=True):
    """Return a complete design in review."""
    officer = builders.person("CPO")
    case = assessed(officer) if assess else builders.case()
    project, officer = planned(case=case, by=officer)
    if consult:
        heard(project, officer)
        services.submit_design(by=officer, project=project)
    return project, officer


def approved():
    """Return an approved design, its writer and the director who approved it."""
    project, officer = in_review()
    scored(project)
    director = builders.person("CD")
    services.approve_design(by=director, project=project)
    return project, officer, director
