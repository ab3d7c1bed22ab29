"""Agreeing what is measured: indicators chosen from the catalogue, locked, versioned; baselines and targets."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from mainstay import playbook
from mainstay.accounts.models import Person
from mainstay.accounts.services import act
from mainstay.cases.services import note, report_stage
from mainstay.common import clock
from mainstay.common.errors import BadInput, Problem, Reason, require
from mainstay.common.texts import noop as _
from mainstay.measure import rules
from mainstay.measure.methods.catalogue import MEASURES
from mainstay.measure.methods.groups import dimensions_of, group_of, group_text
from mainstay.measure.models import Baseline, Definition, Target

if TYPE_CHECKING:
    from mainstay.design.models import Project


def choose_indicators(
    *, by: Person, project: "Project", codes: Sequence[str], local_names: Mapping[str, str] | None = None
) -> list[Definition]:
    """Return the project's indicators: those of `codes` that it did not have are added, unlocked, as the playbook says."""
    with act("measure.choose_indicators", by=by, on=project) as entry:
        _check_codes(codes)
        held = set(
            Definition.objects.filter(project=project).exclude(state="ENDED").values_list("code", flat=True)
        )
        wanted = [code for code in dict.fromkeys(codes) if code not in held]
        names = local_names or {}
        Definition.objects.bulk_create(
            _from_catalogue(code, project, by, local_name=names.get(code, "")) for code in wanted
        )
        entry.note(codes=wanted)
    return list(Definition.objects.filter(project=project).exclude(state="ENDED").order_by("code"))


def _check_codes(codes: Sequence[str]) -> None:
    problems = [
        Problem(
            Reason(
                "unknown_indicator",
                _("{code} cannot be counted here. See `mainstay measure list`."),
                {"code": code},
            ),
            field=code,
        )
        for code in codes
        if code not in MEASURES
    ]
    if problems or not codes:
        raise BadInput("codes", _("Choose indicators by their codes."), problems=problems)


def _from_catalogue(code: str, project: "Project", by: Person, *, local_name: str) -> Definition:
    book = playbook.current()
    found = book.indicators[code]
    return Definition(
        project=project,
        code=code,
        name=found.name,
        local_name=local_name.strip(),
        unit=found.unit,
        aggregation=found.aggregation,
        direction=found.direction,
        formula=found.formula,
        dimensions=list(found.disaggregation),
        parameters=_parameters(project),
        crosswalk={"sdg": list(found.sdg), "pb": list(found.pb_output_2022_23), "r205": list(found.r205)},
        playbook_version=book.version,
        chosen_by=by,
    )


def _parameters(project: "Project") -> dict[str, Any]:
    book = playbook.current()
    return {
        "job_days": book.definitions["short_term_job"].days,
        "workdays_per_year": project.workdays_per_year,
        "pay_days": int(book.sla["pay_breach"].value),
    }


def map_logframe(*, by: Person, definition: Definition, lines: str) -> Definition:
    """Return the indicator with the lines of the donor's logframe that it answers, as the donor writes them (“2.1; 3.4”)."""
    with act("measure.map_logframe", by=by, on=definition) as entry:
        codes = [code.strip()[:40] for code in lines.replace(",", ";").split(";") if code.strip()]
        before = definition.crosswalk.get("donor", [])
        definition.crosswalk = {**definition.crosswalk, "donor": list(dict.fromkeys(codes))}
        definition.save(update_fields=["crosswalk"])
        entry.change("donor", before, definition.crosswalk["donor"])
    return definition


def drop_indicator(*, by: Person, definition: Definition, reason: str) -> None:
    """Take an indicator out that was chosen and is not locked yet."""
    with act("measure.choose_indicators", by=by, on=definition, reason=reason) as entry:
        state = rules.DEFINITION.move(definition.state, "drop")
        if not reason.strip():
            raise BadInput("reason_missing", _("Say why it is not measured after all."))
        entry.change("state", definition.state, state)
        definition.state = state
        definition.save(update_fields=["state"])


def lock_definitions(*, by: Person, project: "Project") -> int:
    """Return how many of the project's chosen indicators were locked; from now on each changes by a new version only."""
    with act("measure.lock_definitions", by=by, on=project) as entry:
        chosen = Definition.objects.filter(project=project, state="CHOSEN")
        codes = list(chosen.values_list("code", flat=True))
        require(rules.why_not_lock(chosen=len(codes)))
        chosen.update(state="LOCKED", locked_by=by, locked_at=clock.now())
        entry.note(codes=codes)
        report_stage(
            project.case,
            "measure",
            state="OPEN",
            msgid=_("Indicators of {project} locked: {count}. Targets by group are to be set."),
            next_role="ME",
            count=len(codes),
            project=project.reference,
        )
        note(
            project.case,
            by=by,
            stage="measure",
            msgid=_("The results framework of {project} was locked with {count} indicators."),
            project=project.reference,
            count=len(codes),
        )
    return len(codes)


def version_definition(*, by: Person, definition: Definition, reason: str, **changes: Any) -> Definition:
    """Return the next version of a locked definition; earlier values keep theirs, targets and baselines move on.

    `changes` may name local_name, formula, unit, dimensions and parameters.
    """
    allowed = {"local_name", "formula", "unit", "dimensions", "parameters"}
    strange = sorted(set(changes) - allowed)
    with act("measure.lock_definitions", by=by, on=definition, reason=reason) as entry:
        require(rules.why_not_version(state=definition.state, reason=reason))
        if strange or not changes:
            raise BadInput(
                "changes", _("A new version changes one of: {allowed}."), allowed=", ".join(sorted(allowed))
            )
        rules.DEFINITION.move(definition.state, "version")
        old = Definition.objects.get(pk=definition.pk)
        Definition.objects.filter(pk=old.pk).update(state="ENDED")
        carried = {
            field.attname: getattr(old, field.attname)
            for field in Definition._meta.concrete_fields
            if not field.primary_key
        }
        made = Definition.objects.create(
            **(carried | changes | {
                "version": old.version + 1, "replaces_id": old.pk, "reason": reason.strip(), "state": "LOCKED",
                "locked_by_id": by.pk, "locked_at": clock.now(), "playbook_version": playbook.current().version,
            })
        )  # fmt: skip
        Target.objects.filter(definition=old, replaced_at__isnull=True).update(definition=made)
        Baseline.objects.filter(definition=old).update(definition=made)
        entry.on(made)
        for name, value in changes.items():
            entry.change(name, getattr(old, name), value)
    return made


def set_baseline(
    *, by: Person, definition: Definition, value: Decimal, on: date, source: str, group: str = ""
) -> Baseline:
    """Return what an indicator was before the project, with its source; a second word on it replaces the first."""
    with act("measure.set_targets", by=by, on=definition) as entry:
        if not source.strip():
            raise BadInput(
                "no_source", _("Name the source of the baseline: the assessment, the survey, the statistic.")
            )
        cell = _cell(definition, group, on, on)
        made, _created = Baseline.objects.update_or_create(
            definition=definition,
            group=cell,
            defaults={"value": value, "on": on, "source": source.strip(), "set_by": by},
        )
        entry.note(group=cell, value=value, on=on, source=source.strip())
    return made


def set_target(
    *, by: Person, definition: Definition, value: Decimal, first_on: date, last_on: date, group: str = "", reason: str = ""
) -> Target:  # fmt: skip
    """Return what is aimed at in a period, for all or one group (``sex=F``); a changed aim needs a reason."""
    with act("measure.set_targets", by=by, on=definition, reason=reason) as entry:
        cell = _cell(definition, group, first_on, last_on)
        before = Target.objects.filter(
            definition=definition, group=cell, first_on=first_on, last_on=last_on, replaced_at__isnull=True
        ).first()
        if before is not None and not reason.strip():
            raise BadInput("no_reason", _("There is a target for this already. Say why it changes."))
        if before is not None:
            Target.objects.filter(pk=before.pk).update(replaced_at=clock.now())
        made = Target.objects.create(
            definition=definition,
            group=cell,
            first_on=first_on,
            last_on=last_on,
            value=value,
            set_by=by,
            set_at=clock.now(),
            reason=reason.strip(),
        )
        entry.change("target", before.value if before else None, value)
    return made


def _cell(definition: Definition, group: str, first_on: date, last_on: date) -> str:
    try:
        cell = group_text(group_of(group))
    except ValueError as error:
        raise BadInput("group", _("{fault}"), fault=str(error)) from None
    require(
        rules.why_not_target(
            group=dimensions_of(cell), declared=definition.dimensions, first=first_on, last=last_on
        )
    )
    return cell
