"""The list of assessments."""

from typing import Any

import django_tables2
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mainstay.common.money import from_minor
from mainstay.page.charts import whisker
from mainstay.page.errors import sentence
from mainstay.page.tables import CaseColumn, DayColumn, ListTable, NumberColumn, ReferenceColumn, StateColumn
from mainstay.page.words import money, named, parted

ASSESSMENT_MARKS = {
    "SCOPED": ("ahead", _("scoped")), "TEAM_READY": ("open", _("team is ready")), "COLLECTING": ("open", _("collecting")),
    "ANALYSED": ("waiting", _("analysed")), "VALIDATED": ("waiting", _("validated, to be approved")),
    "APPROVED": ("done", _("approved")), "SUPERSEDED": ("skipped", _("replaced")),
}  # fmt: skip


class AssessmentTable(ListTable):
    """One line for each assessment."""

    reference = ReferenceColumn(verbose_name=_("Assessment"))
    title = django_tables2.Column(verbose_name=_("Title"))
    case = CaseColumn()
    state = StateColumn(verbose_name=_("State"), marks=ASSESSMENT_MARKS)
    asked = NumberColumn(verbose_name=_("Interviews"))
    sample_completed = NumberColumn(verbose_name=_("Planned"))
    due_at = DayColumn(verbose_name=_("Due"))
    collected_until = DayColumn(verbose_name=_("Data until"))

    nothing = _("No assessment yet, or none that is yours to see. The office scopes one when a case is open.")

    def render_reference(self, record: Any) -> Any:
        """Return the reference as a link."""
        return format_html('<a href="{}">{}</a>', reverse("assessment", args=[record.uid]), record.reference)

    def value_reference(self, value: str) -> str:
        """Return the reference."""
        return value


CONFIDENCE_MARKS = {
    "HIGH": ("done", _("high")), "MEDIUM": ("open", _("medium")), "LOW": ("waiting", _("low")),
}  # fmt: skip
TOPIC_WORDS = {
    "SCALE": _("How much was lost?"), "GROUPS": _("Who lost it?"), "INSTITUTIONS": _("Which institutions still work?"),
    "MARKETS": _("Do markets work?"), "RIGHTS": _("Are rights at work kept?"), "CONFLICT": _("What divides, what connects?"),
    "NEEDS": _("What is needed?"),
}  # fmt: skip
#: Who sat together in a group talk.
TALK_WORDS = {
    "WOMEN": _("women only"), "MEN": _("men only"), "YOUTH": _("young people"), "MIXED": _("women and men"),
}  # fmt: skip
#: Whether an institution functions.
FUNCTION_MARKS = {
    "WORKS": ("done", _("works in full")), "PARTLY": ("waiting", _("works in part")), "NOT": ("late", _("does not work")),
    "UNKNOWN": ("skipped", _("not known")),
}  # fmt: skip
SEX_WORDS = {"F": _("woman"), "M": _("man"), "X": _("other")}
GAP_WORDS = {
    "nothing": _("nothing answers this yet"), "disputed": _("a source says otherwise"),
    "one_kind": _("one kind of source only"),
}  # fmt: skip
#: How work comes back after it stood still, by the shapes of `RecoveryPath`.
PATH_WORDS = {
    "linear": _("evenly"), "exponential": _("fast at first, then slower"), "step": _("all on one day"),
}  # fmt: skip
FLAG_WORDS = {
    "too_many": _("more interviews in a day than fit"), "refusals": _("far more refusals than the team"),
}  # fmt: skip


class FormTable(ListTable):
    """The question modules of an assessment, with their forms."""

    module = django_tables2.Column(verbose_name=_("Questions"))
    respondent = django_tables2.Column(verbose_name=_("Asked of"), orderable=False)
    minutes = NumberColumn(verbose_name=_("Minutes"))
    languages = django_tables2.Column(verbose_name=_("Languages"), orderable=False)
    built_at = DayColumn(verbose_name=_("Form built"))
    fielded_at = DayColumn(verbose_name=_("In the field since"))

    nothing = _("No question module is chosen. The crisis type brings its own; the office chooses.")

    def render_module(self, value: str, record: Any) -> Any:
        """Return the module's name, leading to its questions."""
        link = reverse("assess_form", args=[record["uid"], value])
        return format_html('<a href="{}">{}</a>', link, named("assessment_modules", value))

    def value_module(self, value: str) -> str:
        """Return the module's code."""
        return value


class ProgressTable(ListTable):
    """Interviews of each part of the sample."""

    name = django_tables2.Column(verbose_name=_("Part"))
    asked = NumberColumn(verbose_name=_("Interviews"))
    planned = NumberColumn(verbose_name=_("Planned"))
    share = NumberColumn(verbose_name=_("Of the plan, %"), places=0)
    refused = NumberColumn(verbose_name=_("Refused"))
    refused_share = NumberColumn(verbose_name=_("Refused, %"), places=0)
    flags = django_tables2.Column(verbose_name=_("To be looked at"), orderable=False)

    nothing = _("No interview is in yet. Interviews come with the file that the form's server gives.")

    def render_flags(self, value: str) -> Any:
        """Return what is odd, marked."""
        return format_html('<span class="mark waiting">{}</span>', value) if value else "–"


class FindingTable(ListTable):
    """Every finding with its value, its confidence and its sources."""

    topic = django_tables2.Column(verbose_name=_("Question"))
    finding = django_tables2.Column(verbose_name=_("Finding"), orderable=False)
    central = NumberColumn(verbose_name=_("Value"))
    low = NumberColumn(verbose_name=_("Low"))
    high = NumberColumn(verbose_name=_("High"))
    unit = django_tables2.Column(verbose_name=_("Unit"))
    confidence = StateColumn(verbose_name=_("Confidence"), marks=CONFIDENCE_MARKS)
    sources = django_tables2.Column(verbose_name=_("Sources"), orderable=False)
    against = django_tables2.Column(verbose_name=_("Says otherwise"), orderable=False)

    nothing = _("No finding is written yet. Findings come with their sources.")

    def render_topic(self, value: str) -> Any:
        """Return the question in words."""
        return TOPIC_WORDS.get(value, value)


class EstimateTable(ListTable):
    """Estimates as dots with their intervals; the numbers stand beside."""

    question = django_tables2.Column(verbose_name=_("Question"), orderable=False)
    answer = django_tables2.Column(verbose_name=_("Answer"), orderable=False)
    domain = django_tables2.Column(verbose_name=_("Group"), orderable=False)
    chart = django_tables2.Column(
        verbose_name=_("Estimate and interval"), orderable=False, exclude_from_export=True
    )
    value = django_tables2.Column(verbose_name=_("Estimate"), orderable=False, attrs=NumberColumn.attrs)
    interval = django_tables2.Column(
        verbose_name=_("95 % interval"), orderable=False, attrs=NumberColumn.attrs
    )
    n = NumberColumn(verbose_name=_("People asked"))
    module = django_tables2.Column(verbose_name=_("Asked with"))
    caution = django_tables2.Column(verbose_name=_("Use"), orderable=False)

    nothing = _("No estimate can be shown. They are computed when interviews are in.")

    def render_chart(self, value: Any, record: Any) -> Any:
        """Return the dot with its interval."""
        low, central, high, ends, doubtful = value
        label = f"{record['answer']}: {record['value']} ({record['interval']})"
        return whisker(low, central, high, ends=ends, doubtful=doubtful, label=label)

    def render_caution(self, value: Any) -> Any:
        """Return whether the estimate stands for all, is to be used with caution and why, or stays in the house."""
        row, inside = value
        if inside:
            mark, words = "late", _("small cell, stays in the house")
        elif row.representative:
            mark, words = "done", _("stands for all")
        else:
            mark, words = "waiting", _("use with caution")
        return format_html(
            '<span><span class="mark {}">{}</span> <small class="quiet">{}</small></span>',
            mark,
            words,
            _noted(row),
        )

    def value_caution(self, value: Any) -> str:
        """Return the same in words alone."""
        row, inside = value
        held = gettext("small cell, stays in the house") if inside else ""
        return parted(part for part in (held, _noted(row)) if part)


class ExploredTable(EstimateTable):
    """Estimates of chosen questions in chosen groups, as dots with their intervals; each opens how it was computed."""

    cv = NumberColumn(verbose_name=_("Error, % of the estimate"), places=1)
    apart = django_tables2.Column(verbose_name=_("What can be said"), orderable=False)
    use = django_tables2.Column(verbose_name=_("Use"), orderable=False)
    module = None
    caution = None

    nothing = _("No estimate yet: tick a question above.")

    class Meta:
        sequence = ("...", "cv", "n", "apart", "use")

    def render_value(self, value: str, record: Any) -> Any:
        """Return the estimate; it opens how it was computed, for who may read that."""
        return format_html('<a href="{}">{}</a>', record["how"], value) if record["how"] else value

    def value_value(self, value: str) -> str:
        """Return the estimate alone."""
        return value

    def render_use(self, value: Any) -> Any:
        """Return whether the estimate can be published by the rules that were chosen, and why not."""
        mark, words = use_of(value)
        why = "" if value.rated.mark == "publishable" else " ".join(map(sentence, value.rated.reasons))
        return format_html(
            '<span><span class="mark {}">{}</span> <small class="quiet">{}</small></span>', mark, words, why
        )

    def value_use(self, value: Any) -> str:
        """Return the same in words alone."""
        return str(use_of(value)[1])


def use_of(value: Any) -> tuple[str, Any]:
    """Return the mark of an estimate by the rules that were chosen, and in words how it may be used."""
    if value.inside:
        return "late", _("small cell, stays in the house")
    return {
        "publishable": ("done", _("can be published")),
        "caution": ("waiting", _("use with caution")),
        "unpublishable": ("late", _("too unsure to publish")),
    }[value.rated.mark]


class InterviewTable(ListTable):
    """The interviews behind one estimate: where they stand in the design, and what was answered; no names."""

    number = NumberColumn(verbose_name=_("Interview"))
    stratum = django_tables2.Column(verbose_name=_("Part of the sample"))
    cluster = django_tables2.Column(verbose_name=_("Cluster"))
    place = django_tables2.Column(verbose_name=_("Place"))
    sex = django_tables2.Column(verbose_name=_("Sex"))
    weight = NumberColumn(verbose_name=_("Counts for"), places=2)
    answer = django_tables2.Column(verbose_name=_("Answer"))

    nothing = _("No interview stands behind it.")


class LabourInterviewTable(InterviewTable):
    """The interviews behind one rate of the labour market: what decided the status, and who counts in the rate."""

    answer = django_tables2.Column(verbose_name=_("What decided"))
    counts = django_tables2.Column(verbose_name=_("Counts in the rate"))


class InstitutionTable(ListTable):
    """Every institution of the map with what it can do, what it needs, who relies on it, and who says so."""

    place = django_tables2.Column(verbose_name=_("Place"))
    kind = django_tables2.Column(verbose_name=_("Kind"))
    name = django_tables2.Column(verbose_name=_("Institution"))
    functioning = StateColumn(verbose_name=_("Functions"), marks=FUNCTION_MARKS)
    since = DayColumn(verbose_name=_("Since"))
    capacity = django_tables2.Column(verbose_name=_("What it can do"), orderable=False)
    needs = django_tables2.Column(verbose_name=_("What it needs"), orderable=False)
    relied_on_by = django_tables2.Column(verbose_name=_("Who relies on it"), orderable=False)
    source = django_tables2.Column(verbose_name=_("Source"), orderable=False)
    as_of = DayColumn(verbose_name=_("Known on"))

    nothing = _(
        "No institution is on the map yet. Put one on it, with the source that says whether it functions."
    )


class TalkTable(ListTable):
    """The talks with groups: where, when, who sat together and who led; no names, and nothing that was said."""

    kind = django_tables2.Column(verbose_name=_("Group"))
    place = django_tables2.Column(verbose_name=_("Place"))
    held_on = DayColumn(verbose_name=_("Held on"))
    participants = NumberColumn(verbose_name=_("People"))
    facilitator_sex = django_tables2.Column(verbose_name=_("Led by"))
    languages = django_tables2.Column(verbose_name=_("Languages"), orderable=False)
    points = NumberColumn(verbose_name=_("Points"))

    nothing = _("No group talk is recorded yet. At least one is held with women alone, led by a woman.")

    def render_kind(self, value: str) -> Any:
        """Return who sat together, in words."""
        return TALK_WORDS.get(value, value)

    def render_facilitator_sex(self, value: str) -> Any:
        """Return the sex of who led the talk, in words."""
        return SEX_WORDS.get(value, value)


class AmountColumn(NumberColumn):
    """Minor units in the currency that their row names."""

    def render(self, value: Any, record: Any) -> str:  # type: ignore[override]
        """Return the amount as it is read."""
        return money(value, record["currency"])

    def value(self, value: Any, record: Any) -> Any:  # type: ignore[override]
        """Return the amount as it is exported: in whole units."""
        return from_minor(value, record["currency"])


HORIZON_MARKS = {
    "short": ("open", _("short term")), "medium": ("ahead", _("medium term")), "long": ("ahead", _("long term")),
}  # fmt: skip


class NeedTable(ListTable):
    """Each need with its cost, what is counted elsewhere, what is left; the item opens how it was computed."""

    item = django_tables2.Column(verbose_name=_("Need"))
    horizon = StateColumn(verbose_name=_("Horizon"), marks=HORIZON_MARKS)
    beneficiaries = NumberColumn(verbose_name=_("People"))
    full = AmountColumn(verbose_name=_("Full cost"))
    each = AmountColumn(verbose_name=_("For each person"))
    elsewhere = AmountColumn(verbose_name=_("Counted elsewhere"))
    cost = AmountColumn(verbose_name=_("Counted here"))
    covered = AmountColumn(verbose_name=_("Covered by others"))
    left = AmountColumn(verbose_name=_("Left"))
    source = django_tables2.Column(verbose_name=_("Source"), orderable=False)
    as_of = DayColumn(verbose_name=_("As of"))

    nothing = _("No need yet. Record what is needed per person, or what was destroyed and is rebuilt.")

    def render_item(self, value: str, record: Any) -> Any:
        """Return the item; it opens how its cost was computed."""
        return format_html('<a href="{}">{}</a>', record["link"], value)

    def value_item(self, value: str) -> str:
        """Return the item alone."""
        return value


COVER_MARKS = {"OPEN": ("done", _("stands")), "WITHDRAWN": ("skipped", _("withdrawn"))}


class CoverTable(ListTable):
    """What others give or firmly plan for one need."""

    organisation = django_tables2.Column(verbose_name=_("Who"))
    amount = AmountColumn(verbose_name=_("Amount"))
    source = django_tables2.Column(verbose_name=_("Source"), orderable=False)
    as_of = DayColumn(verbose_name=_("As of"))
    state = StateColumn(verbose_name=_("State"), marks=COVER_MARKS)

    nothing = _("Nobody else covers it yet, as far as is recorded here.")

    def render_organisation(self, value: str, record: Any) -> Any:
        """Return who covers it, leading to its record, where it can be taken back."""
        return format_html('<a href="{}">{}</a>', record["link"], value) if record["link"] else value

    def value_organisation(self, value: str) -> str:
        """Return the name alone."""
        return value


def _noted(row: Any) -> str:
    """Return the note that was computed with an estimate, in the reader's language where it has it."""
    return parted(gettext(part) for part in row.note.split("; ") if part)
