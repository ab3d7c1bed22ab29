"""What a design rests on: its assessment, who was heard, its scores."""

from mainstay import playbook
from mainstay.assess.selectors import approved_newest
from mainstay.design.models import Project
from mainstay.design.rules import BODIES, Basis, Quality
from mainstay.partners.selectors import bodies_heard

#: How consultation records name a design.
ABOUT = "design"


def constituents_heard(project: Project) -> frozenset[str]:
    """Return which of government, employers and workers were heard on this design."""
    return frozenset(bodies_heard(ABOUT, str(project.pk))) & frozenset(BODIES)


def basis_of(project: Project) -> Basis:
    """Return what an approval of the project would rest on."""
    assessment = approved_newest(project.case)
    waivers = {waiver.kind: waiver for waiver in project.waivers.order_by("signed_at")}
    act_first = waivers.get("CONSULTATION")
    return Basis(
        assessed_until=assessment.collected_until if assessment else None,
        assessment_waived="ASSESSMENT" in waivers,
        heard=constituents_heard(project),
        absent_with_plan=frozenset(project.missing_constituents.values_list("body", flat=True)),
        act_first_until=act_first.until if act_first else None,
    )


def quality_of(project: Project) -> Quality:
    """Return the scores of the quality gate in the round that is on."""
    book = playbook.current()
    scores = project.scores.filter(round=project.round).values_list("criterion", "score")
    return Quality(dict(scores), tuple(book.qa_criteria), book.qa_gate.pass_each)
