"""What stands below a field, by act and value; with an empty act, wherever the value is asked for."""

from collections.abc import Mapping

from mainstay.common.texts import noop as _

HELPS: Mapping[tuple[str, str], str] = {
    ("", "better"): _("0.15 for 15 %."),
    ("", "elsewhere_chapter"): _("Only where another chapter has it already, so that it counts once."),
    ("", "overhead"): _("0.12 for 12 % on top of the direct cost."),
    ("", "price_rise"): _("0.05 for 5 %."),
    ("size-works", "floor_source"): _("Needed where no law of the country is known here."),
    ("size-works", "labour_share"): _("Wages in the direct cost: 0.6 for 60 %."),
    ("", "case_key"): _("Only where it belongs to one case."),
    ("", "due_on"): _("A reminder comes before this day."),
    ("", "evidence"): _("A link, or where the paper lies."),
    ("add-task-class", "norm_milli"): _("In the unit above, such as 2.5 cubic metres."),
    ("add-task-class", "hazardous"): _("Nobody under 18 does hazardous work."),
    ("announce-mission", "instrument"): _("Such as an appeal, a response plan or a needs assessment."),
    ("apply-grant", "purpose"): _("Each window pays for its own purposes."),
    ("close-alert", "event"): _("How often alerts are right is counted from this."),
    ("create-token", "scopes"): _("Give as few as the program needs."),
    ("correct-conflict-secrets", "dividers"): _(
        "Lines are counted from 1 in the order in which they were added. The whole line is written afresh."
    ),
    ("correct-conflict-secrets", "triggers"): _("Counted by themselves, from 1."),
    ("correct-conflict-secrets", "gatekeepers"): _("Counted by themselves, from 1."),
    ("edit-own-account", "digits"): _("Left empty: as in the country where you work."),
    ("estimate-losses", "at_risk"): _(
        "Share of the people hit who still have their job and work less. They are never added to jobs lost."
    ),
    ("estimate-losses", "span"): _(
        "Shares lie between 0 and 1. Jobs lost lose all their time, jobs at risk a part of it."
    ),
    ("record-production", "sectors"): _(
        "Days count from the event. Output, work income and workers are those of a normal year."
    ),
    ("export-charts", "charts"): _("By month, sex or another group of the figures, such as “month”."),
    ("open-review", "ended_on"): _("Left empty: today."),
    ("request-team", "budget_line"): _("Where the money for them comes from."),
    ("request-team", "terms"): _("What they are to do, in a few sentences."),
    ("set-norm", "norm_milli"): _("In the unit of this kind of work."),
    ("upload-document", "public"): _("Only once the document is published under its licence."),
    ("upload-document", "text"): _("What the search reads beside title and abstract."),
}
