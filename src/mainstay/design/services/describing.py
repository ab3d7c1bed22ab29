"""What a design says in words: causes, drivers, blocks, risks, conflict, tags, missing constituents, exit."""

from collections.abc import Mapping, Sequence

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.common.errors import BadInput
from mainstay.common.texts import noop as _
from mainstay.design.models import BlockCell, ConflictPoint, MissingConstituent, Project, Risk
from mainstay.design.rules import BODIES

from .changing import changing

#: Texts of the project that may be written.
WORDS = (
    "title",
    "goal",
    "root_causes",
    "opportunity",
    "contact",
    "grievance",
    "levels_reason",
    "exit_plan",
    "handed_to",
)
TAGS = ("sdg", "r205", "objectives")
OBJECTIVES = ("SO1", "SO2", "SO3", "SO4")


def describe_design(*, by: Person, project: Project, reason: str = "", **words: str) -> Project:
    """Write texts of the design: goal, root causes, the three drivers, reason for a level left out, exit plan."""
    with changing("design.edit_design", by=by, project=project, reason=reason) as entry:
        strange = sorted(set(words) - set(WORDS))
        if strange:
            raise BadInput("words", _("A design has no text {names}."), names=", ".join(strange))
        for name, text in words.items():
            entry.note(**{name: len(text)})
            setattr(project, name, text.strip())
        project.save(update_fields=list(words))
    return project


def fill_block(
    *, by: Person, project: Project, block: str, filled_by: str = "", not_applicable_because: str = ""
) -> BlockCell:
    """Return a cell of the building-block matrix: filled in words, or not applicable because."""
    with changing(
        "design.edit_design", by=by, project=project, reason=filled_by or not_applicable_because
    ) as entry:
        cells = {cell for held in playbook.current().building_blocks.values() for cell in held.cells}
        if block not in cells:
            raise BadInput(
                "block",
                _("The matrix has no cell {block}. It has: {cells}."),
                block=block,
                cells=", ".join(sorted(cells)),
            )
        if bool(filled_by.strip()) == bool(not_applicable_because.strip()):
            raise BadInput(
                "block_answer",
                _("Write how the cell is filled, or why it is not applicable: one of the two."),
            )
        row, _made = BlockCell.objects.update_or_create(
            project=project,
            block=block,
            defaults={
                "filled_by": filled_by.strip(),
                "not_applicable_because": not_applicable_because.strip(),
            },
        )
        entry.note(block=block, applicable=bool(filled_by.strip()))
    return row


def record_risk(
    *,
    by: Person,
    project: Project,
    text: str,
    likelihood: int,
    impact: int,
    mitigation: str,
    owner_role: str,
    module: str = "",
) -> Risk:
    """Return a risk with its rating, what is done about it and by whom."""
    with changing("design.record_risk", by=by, project=project, reason=text) as entry:
        if not text.strip() or not mitigation.strip() or owner_role not in playbook.current().roles:
            raise BadInput("risk", _("A risk has words, what is done about it, and the role that does it."))
        if likelihood not in range(1, 6) or impact not in range(1, 6):
            raise BadInput("risk_rating", _("Likelihood and impact are rated 1 to 5."))
        risk = Risk.objects.create(
            project=project,
            module=module,
            text=text.strip(),
            likelihood=likelihood,
            impact=impact,
            mitigation=mitigation.strip(),
            owner_role=owner_role,
        )
        entry.note(risk=risk.pk, rating=risk.rating)
    return risk


def record_conflict_point(
    *, by: Person, project: Project, kind: str, text: str, effect: str, answer: str
) -> ConflictPoint:
    """Return a divider or connector between groups, what the project does to it, and what is done because of that."""
    with changing("design.rate_marker", by=by, project=project, reason=text) as entry:
        if kind not in {"DIVIDER", "CONNECTOR"} or not text.strip() or not answer.strip():
            raise BadInput(
                "conflict_point", _("Name a divider or a connector, and what the project does about it.")
            )
        point = ConflictPoint.objects.create(
            project=project, kind=kind, text=text.strip(), effect=effect.strip(), answer=answer.strip()
        )
        entry.note(point=point.pk, kind=kind)
    return point


def rate_marker(*, by: Person, project: Project, marker: str, value: int, reason: str = "") -> Project:
    """Rate one marker of the design by its scale."""
    with changing("design.rate_marker", by=by, project=project, reason=reason) as entry:
        markers = playbook.current().markers
        if marker not in markers:
            raise BadInput(
                "marker",
                _("There is no marker {marker}. There are: {markers}."),
                marker=marker,
                markers=", ".join(markers),
            )
        if value not in {point.score for point in markers[marker].scale}:
            raise BadInput(
                "marker_value",
                _("The marker {marker} is rated 0 to {most}."),
                marker=marker,
                most=len(markers[marker].scale) - 1,
            )
        entry.change(f"marker {marker}", project.markers.get(marker), value)
        project.markers = {**project.markers, marker: value}
        project.save(update_fields=["markers"])
    return project


def tag_design(*, by: Person, project: Project, reason: str = "", **tags: Sequence[str]) -> Project:
    """Set tags of the design: ``sdg`` goals or targets, ``r205`` Parts of Recommendation 205, ``objectives``."""
    with changing("design.edit_design", by=by, project=project, reason=reason) as entry:
        book = playbook.current()
        known: Mapping[str, set[str]] = {
            "sdg": {*book.sdg_goals, *book.sdg_targets},
            "r205": set(book.r205_parts),
            "objectives": set(OBJECTIVES),
        }
        strange = [
            f"{kind}: {code}"
            for kind, codes in tags.items()
            for code in codes
            if code not in known.get(kind, set())
        ]
        if strange:
            raise BadInput(
                "tags",
                _("Unknown tags: {tags}. Recommendation 205 is cited by Part only."),
                tags=", ".join(strange),
            )
        entry.note(tags={kind: list(codes) for kind, codes in tags.items()})
        project.tags = {**project.tags, **{kind: list(codes) for kind, codes in tags.items()}}
        project.save(update_fields=["tags"])
    return project


def plan_emergence(
    *, by: Person, project: Project, body: str, why: str, plan: str, module: str
) -> MissingConstituent:
    """Return the plan that helps employers or workers to organise where no body exists that could be heard."""
    with changing("design.edit_design", by=by, project=project, reason=why) as entry:
        if body not in BODIES or not why.strip() or not plan.strip():
            raise BadInput(
                "emergence",
                _("Name the side, why nobody can speak for it, and how a body is helped to emerge."),
            )
        if not project.modules.filter(
            code=module, removed=False, component__in=("DLG", "INS", "FPR")
        ).exists():
            raise BadInput(
                "emergence_module",
                _("The plan hangs on a module of dialogue, rights or institutions that is in this design."),
            )
        row, _made = MissingConstituent.objects.update_or_create(
            project=project, body=body, defaults={"why": why.strip(), "plan": plan.strip(), "module": module}
        )
        entry.note(body=body, module=module)
    return row
