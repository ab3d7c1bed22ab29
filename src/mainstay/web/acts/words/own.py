"""Words for single acts, where the word for all would say something else; and the names of the floors."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from mainstay.common.texts import noop as _

#: The floors by their short names.
STAGES: Mapping[str, Any] = {
    "accounts": gettext_lazy("Accounts"), "cases": gettext_lazy("Cases"), "watch": gettext_lazy("Watch"),
    "decide": gettext_lazy("Decide"), "assess": gettext_lazy("Assess"), "design": gettext_lazy("Design"),
    "fund": gettext_lazy("Fund"), "staff": gettext_lazy("Staff"), "works": gettext_lazy("Works"),
    "skills": gettext_lazy("Skills"), "measure": gettext_lazy("Measure"), "lessons": gettext_lazy("Lessons"),
    "library": gettext_lazy("Library"), "partners": gettext_lazy("Partners"),
}  # fmt: skip

#: By floor and act: the title where two floors have an act of one name.
TITLES_OF: Mapping[tuple[str, str], str] = {
    ("partners", "record-consultation"): _("Ask for a consultation"),
    ("decide", "record-consultation"): _("Record what the constituents said"),
    ("partners", "sign-agreement"): _("Sign the agreement"),
    ("works", "sign-agreement"): _("Enter an agreement with a community"),
    ("works", "draw-sample"): _("Draw workers to ask about their pay"),
    ("measure", "draw-sample"): _("Draw a random sample to verify"),
    ("fund", "set-rate"): _("Enter an exchange rate"),
    ("works", "set-rate"): _("Set the pay of a kind of work"),
}

#: By act and value: what the value is called in the form of that act.
LABELS_OF: Mapping[tuple[str, str], str] = {
    ("accept-advice", "words"): _("What the decision says"),
    ("add-task-class", "code"): _("Short code"),
    ("add-task-class", "norm_milli"): _("What one worker does in a day"),
    ("add-task-class", "norm_tried_on"): _("Day on which that was tried"),
    ("apply-grant", "what_for"): _("What will the money pay for?"),
    ("approve-message", "words"): _("Your remark"),
    ("assess-breach", "words"): _("Why the risk is so"),
    ("assess-breach", "persons"): _("How many persons"),
    ("close-alert", "event"): _("Did what it warned of come?"),
    ("comment-decision", "words"): _("Your comment"), ("comment-design", "words"): _("Your comment"),
    ("comment-design", "field"): _("Part of the design"),
    ("contain-breach", "words"): _("How it was stopped"),
    ("contribute-review", "words"): _("Your answer"),
    ("convene-team", "words"): _("Message to the team"),
    ("decide-rule-waiver", "approve"): _("Approve it"),
    ("discuss-decision", "words"): _("What was said and what comes of it"),
    ("edit-own-account", "digits"): _("Digits when reading Arabic"),
    ("export-charts", "locale"): _("Language of the charts"),
    ("hand-over-lead", "words"): _("What the next lead needs to know"),
    ("hold-event", "women"): _("Women who came"), ("hold-event", "men"): _("Men who came"),
    ("hear-body", "points"): _("What the body said"),
    ("log-complaint", "words"): _("What is complained about"),
    ("object-decision", "words"): _("Your objection"), ("object-grant", "words"): _("Your objection"),
    ("open-incident", "words"): _("What happened"), ("open-sea-case", "words"): _("What was reported"),
    ("open-protection-case", "words"): _("What was seen"),
    ("open-review", "ended_on"): _("When did the response end?"),
    ("raise-point", "words"): _("The point"), ("record-point", "words"): _("The point"),
    ("record-reference", "words"): _("What was said"),
    ("refer-request", "words"): _("Why the partner can help"), ("refer-request", "to"): _("Partner"),
    ("refuse-danger", "words"): _("What the danger was"),
    ("report-breach", "words"): _("What happened"), ("report-mission", "words"): _("In which words"),
    ("request-team", "host"): _("Host office: where they sit"),
    ("request-team", "min_level"): _("Lowest level"), ("request-team", "terms"): _("Terms of reference"),
    ("request-team", "tier"): _("How fast they are needed"),
    ("review-design", "words"): _("Your review"), ("review-design", "field"): _("Part of the design"),
    ("explain-women-unheard", "because"): _("Why women could not be heard alone"),
    ("explain-women-unheard", "instead"): _("What was done instead"),
    ("map-institution", "capacity"): _("What it can do"),
    ("map-institution", "needs"): _("What it needs"),
    ("record-institution", "as_of"): _("Known on"),
    ("record-institution", "capacity"): _("What it can do"),
    ("record-institution", "needs"): _("What it needs"),
    ("record-group-talk", "kind"): _("Who sat together"),
    ("record-group-talk", "points"): _("What was said; no names"),
    ("design-option", "package"): _("Take the modules of a standard package as well"),
    ("scope-assessment", "decisions"): _("Which decisions does it inform?"),
    ("scope-assessment", "stage"): _("Which kind of assessment"),
    ("score-interview", "words"): _("Why these points"),
    ("set-norm", "norm_milli"): _("What one worker does in a day"),
    ("set-norm", "tried_on"): _("Day on which that was tried"),
    ("tell-persons", "words"): _("What they were told"),
    ("upload-document", "public"): _("Everybody may read it, also outside"),
    ("upload-document", "text"): _("Text for the search"),
    ("upload-document", "language"): _("Language of the document"),
    ("upload-version", "text"): _("Text for the search"),
}  # fmt: skip
