"""What the values are called to which a table holds a field, where no list of its stage and none of the playbook says it."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

#: States by code: the class of the mark and the word.
STATES: Mapping[str, tuple[str, Any]] = {
    "ACKNOWLEDGED": ("open", _("received and told so")), "ACTIVE": ("open", _("active")), "AGREED": ("open", _("agreed")),
    "AHEAD": ("ahead", _("ahead")), "ANSWERED": ("done", _("answered")), "APPLIED": ("done", _("taken in")),
    "APPROVED": ("done", _("approved")), "ASSESSED": ("open", _("weighed up")), "ASSIGNED": ("open", _("given to somebody")),
    "BATCHED": ("done", _("in batches")), "CALCULATED": ("waiting", _("calculated")), "CHECKED": ("open", _("checked")),
    "CHOSEN": ("open", _("chosen")), "CLAIMED": ("waiting", _("reported, not checked")), "CLOSED": ("skipped", _("closed")),
    "CONCEPT": ("open", _("concept")), "DONE": ("done", _("done")), "DORMANT": ("skipped", _("asleep")),
    "DRAFT": ("ahead", _("draft")), "ENDED": ("skipped", _("ended")), "EXPIRED": ("skipped", _("expired")),
    "HANDED_IN": ("done", _("handed in")),
    "FOLLOWED": ("done", _("followed up")), "IMPORTED": ("done", _("read")), "INVESTIGATED": ("open", _("investigated")),
    "IN_FORCE": ("open", _("in force")), "LEAD": ("ahead", _("first word")), "LOCKED": ("done", _("fixed")),
    "LOST": ("skipped", _("lost")), "MEDIATED": ("open", _("in mediation")), "NEGOTIATION": ("waiting", _("in negotiation")),
    "NOTICED": ("late", _("noticed")), "NOTIFIED": ("open", _("authority told")), "OPEN": ("open", _("open")),
    "PLANNED": ("ahead", _("planned")), "PLEDGED": ("waiting", _("pledged")), "PROPOSAL": ("open", _("proposal sent")),
    "QUALIFIED": ("open", _("interest confirmed")), "RECEIVED": ("open", _("received")), "REFERRED": ("open", _("referred")),
    "REFUSED": ("skipped", _("refused")), "RETURNED": ("late", _("sent back")), "ROUTED": ("open", _("passed on")),
    "RUNNING": ("open", _("running")), "SETTLED": ("done", _("settled")), "SIGNED": ("done", _("signed")),
    "SKIPPED": ("skipped", _("left out")), "STAGED": ("waiting", _("read, not yet taken in")),
    "STOOD_DOWN": ("skipped", _("stood down")), "SUBMITTED": ("waiting", _("waits to be checked")),
    "TAKEN_BACK": ("skipped", _("taken back")), "TOLD": ("done", _("persons told")), "UNRESOLVED": ("late", _("not settled")),
    "VERIFIED": ("done", _("checked and right")), "WAITING": ("waiting", _("waiting")), "WITHDRAWN": ("skipped", _("withdrawn")),
}  # fmt: skip

#: All other values by code, whatever field holds them.
VALUES: Mapping[str, Any] = {
    "RECONSTRUCTION": _("rebuilding"), "SUPPORT": _("support of people"), "long": _("long term"), "medium": _("medium term"), "short": _("short term"),
    "ABSENT": _("absent"), "ACCIDENT": _("accident"), "ACT": _("act"), "ADVICE": _("advice"), "AD_HOC": _("called for a reason"),
    "APPROVAL": _("approval"), "ASSESSMENT": _("assessment"), "AWAY": _("away"), "CHILD_LABOUR": _("child labour"),
    "CLAIMED": _("claimed"), "COMING_LATER": _("comes later"), "COMMENT": _("comment"), "COMMUNITY": _("word of the community"),
    "COMPETENCE": _("competence"), "COMPLETION": _("completion"), "COMPONENT": _("component"), "CONFIRMATIONS": _("confirmations of payment"),
    "CONFIRMED": _("confirmed"), "CONSENT": _("consent"), "CONSULTATION": _("consultation"), "COUNTRY": _("country"),
    "CRISIS_TYPE": _("type of crisis"), "DANGER": _("danger"), "DEPUTY_COMES": _("the deputy comes"), "DETAILED": _("detailed"),
    "DIVIDER": _("what divides"), "TRIGGER": _("what could set off violence"), "GATEKEEPER": _("who controls"),
    "DIFFERENT": _("different"), "DISPUTED": _("disputed"), "DOCUMENT": _("document"), "EMPLOYED": _("employed"), "ENGINEERS": _("engineers"),
    "FATAL": _("fatal"), "FORCED_LABOUR": _("forced labour"), "HAPPENING": _("happening now"), "HERE": _("here"), "HIGH": _("high"),
    "INTEGRATION": _("made part of a plan"), "JOINT_PLAN": _("joint plan"), "LATER": _("later"), "LIKELY": _("likely"),
    "LIST": _("by the list"), "LOST": _("no longer reached"), "LOTTERY": _("by lot"), "LOW": _("low"), "MINOR": _("slight"),
    "NEAR": _("near miss"), "NEGOTIATING": _("negotiating"), "NO": _("no"), "NONE": _("none"), "NOTHING": _("nothing"),
    "NOT_FOUND": _("not found"), "NOT_REACHED": _("not reached"), "NOT_STARTED": _("not begun"), "OBJECTION": _("objection"),
    "OTHERS": _("others"), "PART": _("in part"), "PARTICIPATION": _("participation"), "PARTLY": _("partly"), "POLICY": _("policy"),
    "POSSIBLE": _("possible"), "PREPARE": _("prepare"), "PREVENTED": _("prevented"), "PRODUCT": _("product"),
    "PRODUCT_INTEGRATION": _("product made part of a plan"), "PRODUCT_REQUEST": _("product asked for"), "QUARTERLY": _("quarterly"),
    "RAPID": _("rapid"), "RECOGNITION": _("recognition of what was known before"), "REFUSAL": _("refusal to work in danger"),
    "REFUSED": _("refused"), "REGION": _("region"), "REINTEGRATION": _("reintegration"), "RELAPSED": _("back in it"),
    "REQUEST": _("request"), "ROLLS": _("rolls"), "SCORE": _("by points"), "SELF_EMPLOYED": _("self-employed"),
    "SERIOUS": _("serious"), "SNAPSHOT": _("snapshot"), "STANDARDS_CHECK": _("check against standards"), "STANDS": _("stands"),
    "TAKEN": _("taken up"), "TAKEN_IN_PART": _("taken up in part"), "TOOL_USE": _("use of a tool"), "TRACER": _("tracer survey"),
    "TRAINING": _("in training"), "UNKNOWN": _("not known"), "UNLIKELY": _("unlikely"), "USE": _("use"), "VERY_LIKELY": _("very likely"),
    "WINDOW": _("window of the fund"), "WITHDRAWN": _("taken out of it"), "WORKERS": _("workers"), "WORKLESS": _("without work"), "YES": _("yes"),
    "alert": _("alert"), "appeal": _("appeal"), "arab": _("Arabic-Indic"), "approval": _("approval"), "bank": _("bank"), "call": _("telephone"),
    "card": _("with the card"), "cash": _("cash"), "clear": _("nothing found"), "complain": _("complain"), "concern": _("a concern"),
    "constituent_expert": _("expert of a constituent"), "context": _("context"), "cooperation": _("cooperation"), "correct": _("correct"),
    "data_sharing": _("sharing of data"), "delete": _("delete"), "down": _("down is better"), "employers": _("employers"),
    "external_consultant": _("consultant from outside"), "fail": _("a reason against"), "fast": _("fast"), "global": _("global"),
    "government": _("government"), "implementation": _("implementation"), "insurance": _("insurance"), "internal_staff": _("own staff"),
    "latn": _("Western"), "local": _("local"), "meeting": _("meeting"), "mission": _("mission"), "mobile": _("mobile money"),
    "national": _("national"), "negotiating": _("still negotiating"), "next_day": _("next day"), "no": _("no"), "none": _("none"),
    "normal": _("normal"), "nothing": _("nothing"), "onset": _("onset"), "opening": _("opening"), "own": _("its own"), "plan": _("plan"),
    "purposive": _("chosen on purpose"), "quota": _("by quota"), "random": _("drawn at random"), "ratio": _("ratio"), "regional": _("regional"),
    "request": _("request"), "see": _("see"), "services": _("services"), "session": _("session of a body"), "standby": _("standby"),
    "standby_partner": _("person of a standby partner"), "start": _("start"), "sum": _("sum"), "systematic": _("every so many"),
    "telephone": _("telephone"), "unknown": _("not yet checked"), "up": _("up is better"), "volunteer": _("volunteer"), "workers": _("workers"),
    "works": _("works"), "writing": _("in writing"), "yes": _("yes"),
    "component": _("component"), "crisis_type": _("type of crisis"), "office": _("office"), "participants": _("participants"),
    "partner": _("partner"), "phase": _("phase"),
}  # fmt: skip

#: The same for single fields, where a code says another thing than elsewhere.
VALUES_OF: Mapping[tuple[str, str], Mapping[str, Any]] = {
    ("partners.Organisation", "side"): {"none": _("not a constituent")},
    ("partners.ConsultedBody", "side"): {"none": _("not a constituent")},
    ("partners.EventParticipant", "side"): {"none": _("not a constituent")},
    ("fund.Contribution", "earmark"): {"NONE": _("not earmarked")},
    ("watch.Series", "period"): {"Y": _("year"), "Q": _("quarter"), "M": _("month"), "D": _("day")},
    ("watch.WarningSystem", "negotiation"): {"CONTACTED": _("contacted"), "AGREED": _("agreed")},
}  # fmt: skip


def value_called(label: str, name: str, code: str) -> str:
    """Return what a value of a field is called; nothing where no word is known."""
    own = VALUES_OF.get((label, name), {}).get(code)
    if own is not None:
        return str(own)
    if name == "state" and code in STATES:
        return str(STATES[code][1])
    return str(VALUES.get(code) or (STATES[code][1] if code in STATES else ""))
