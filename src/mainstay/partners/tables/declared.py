"""What each register of this floor declares: everything else about it follows from here."""

from django.utils.translation import gettext_lazy as _

from mainstay.common.texts import noop
from mainstay.exchange.tables import Column
from mainstay.page.words import language_name
from mainstay.partners import rules
from mainstay.partners.models import (
    Advice,
    Event,
    Forum,
    HouseRisk,
    JointMission,
    Message,
    Position,
    Researcher,
)
from mainstay.partners.selectors import figures
from mainstay.partners.selectors.registers import Register, keep

from .words import (
    AREAS,
    INSTRUMENTS,
    SECTIONS,
    choices_of,
    crisis_types,
    goal_called,
    listed_choices,
    weight_of,
)

keep(
    Register(
        code="events",
        order=20,
        title=_("Events and workshops"),
        question=_("Who was trained, where, and what followed?"),
        nothing=_("No event is planned yet. Plan one in the country that it serves."),
        model=Event,
        workflow=rules.EVENT,
        marks={
            "PLANNED": ("waiting", _("planned")),
            "HELD": ("open", _("held, to be followed up")),
            "FOLLOWED_UP": ("done", _("followed up")),
            "CANCELLED": ("skipped", _("cancelled")),
        },
        settled=frozenset({"FOLLOWED_UP", "CANCELLED"}),
        reads="learn.read_events",
        enters="learn.plan_event",
        verb="plan-event",
        columns=lambda: (
            Column("kind", noop("Kind"), "choice", required=True, choices=listed_choices("workshop_types")),
            Column("starts_on", noop("From"), "date", required=True),
            Column("ends_on", noop("To"), "date", required=True),
            Column("held_in", noop("Held in (three letters)"), max_length=3),
            Column("online", noop("Online"), "bool"),
            Column("organisers", noop("Organisers"), max_length=200),
            Column("women", noop("Women"), "int", minimum=0),
            Column("men", noop("Men"), "int", minimum=0),
            Column("government", noop("For government"), "int", minimum=0),
            Column("employers", noop("For employers"), "int", minimum=0),
            Column("workers", noop("For workers"), "int", minimum=0),
            Column("rating", noop("Rating (1 to 5)"), "decimal", minimum=1, maximum=5, places=1),
            Column("follow_up", noop("What followed"), multiline=True),
        ),
        told=frozenset({"women", "men", "government", "employers", "workers", "rating", "follow_up"}),
        complete=lambda fields: {"due_on": fields.get("ends_on"), **fields},
        faces={"held_in": (_("Place"), None)},
        adds=_("Plan an event"),
        shown=("starts_on", "held_in", "women", "men"),
        figure=figures.events_figure,
        counts_for=("SD-04", "SD-07"),
        related=("owner", "country", "held_in"),
    )
)

keep(
    Register(
        code="forums",
        order=30,
        title=_("Coordination forums"),
        question=_("Where do others plan, and does their plan say something on employment?"),
        nothing=_("No forum is entered yet. Enter the clusters and groups in which others plan."),
        model=Forum,
        workflow=rules.FORUM,
        marks={
            "ACTIVE": ("open", _("meets")),
            "RESTING": ("skipped", _("rests")),
            "CLOSED": ("skipped", _("closed")),
        },
        settled=frozenset({"RESTING", "CLOSED"}),
        reads="partners.read_forums",
        enters="partners.register_forum",
        verb="register-forum",
        columns=lambda: (
            Column(
                "employment_section",
                noop("Section on employment"),
                "choice",
                choices=choices_of(SECTIONS),
            ),
            Column("employment_note", noop("What it says"), max_length=300),
            Column("convened_by", noop("Convened by"), max_length=200),
        ),
        adds=_("Enter a forum"),
        shown=("employment_section", "convened_by"),
        figure=figures.forums_figure,
        counts_for=("IF-06",),
        related=("owner", "country", "convened_by"),
    )
)

keep(
    Register(
        code="missions",
        order=40,
        title=_("Joint missions, plans and appeals"),
        question=_("Did we take part, and was labour included?"),
        nothing=_("No joint mission is entered yet. Enter it when it is announced: a seat is claimed early."),
        model=JointMission,
        workflow=rules.MISSION,
        marks={
            "ANNOUNCED": ("waiting", _("announced")),
            "JOINED": ("open", _("joined")),
            "REPORTED": ("done", _("reported")),
            "MISSED": ("late", _("gone without us")),
        },
        settled=frozenset({"REPORTED", "MISSED"}),
        reads="partners.read_missions",
        enters="partners.record_mission",
        verb="announce-mission",
        columns=lambda: (
            Column("instrument", noop("Kind"), "choice", required=True, choices=choices_of(INSTRUMENTS)),
            Column("led_by", noop("Led by"), max_length=120),
            Column("starts_on", noop("From"), "date"),
            Column("labour_included", noop("Labour included?"), "choice", choices=choices_of(SECTIONS)),
            Column("labour_words", noop("In which words"), multiline=True),
        ),
        told=frozenset({"labour_included", "labour_words"}),
        adds=_("Enter a joint mission"),
        shown=("instrument", "led_by", "labour_included"),
        figure=figures.missions_figure,
        counts_for=("IF-06",),
    )
)

keep(
    Register(
        code="advice",
        order=50,
        title=_("Policy advice"),
        question=_("What became of the advice that we gave?"),
        nothing=_("No advice is entered yet. Enter it when an institution asks for it."),
        model=Advice,
        workflow=rules.ADVICE,
        marks={
            "REQUESTED": ("waiting", _("requested")),
            "DRAFTED": ("waiting", _("drafted")),
            "GIVEN": ("open", _("given")),
            "APPRECIATED": ("open", _("welcomed, not yet accepted")),
            "ACCEPTED": ("open", _("accepted")),
            "IMPLEMENTING": ("open", _("being implemented")),
            "IMPLEMENTED": ("done", _("implemented")),
            "NOT_ACCEPTED": ("skipped", _("not accepted")),
        },
        settled=frozenset({"IMPLEMENTED", "NOT_ACCEPTED"}),
        reads="measure.read_registers",
        enters="measure.enter_register",
        verb="request-advice",
        columns=lambda: (
            Column("organisation", noop("Institution"), max_length=200),
            Column("topic", noop("Topic"), max_length=120),
            Column("given_on", noop("Given on"), "date"),
            Column("rating", noop("Rated by the institution (1 to 5)"), "int", minimum=1, maximum=5),
            Column("answer", noop("What the institution said"), multiline=True),
        ),
        told=frozenset({"given_on", "rating", "answer"}),
        adds=_("Enter advice"),
        shown=("organisation", "topic", "rating"),
        figure=figures.advice_figure,
        counts_for=("IF-03",),
        related=("owner", "country", "organisation"),
    )
)

keep(
    Register(
        code="messages",
        order=60,
        title=_("Public messages"),
        question=_("What do we say in public, and who agreed to it?"),
        nothing=_("No message is drafted yet. Draft one; another person agrees to it before it is public."),
        model=Message,
        workflow=rules.MESSAGE,
        marks={
            "DRAFT": ("ahead", _("draft")),
            "SUBMITTED": ("waiting", _("waits for agreement")),
            "AGREED": ("open", _("agreed, not yet public")),
            "PUBLISHED": ("done", _("public")),
            "SENT_BACK": ("late", _("sent back")),
            "WITHDRAWN": ("skipped", _("withdrawn")),
        },
        settled=frozenset({"PUBLISHED", "WITHDRAWN"}),
        editable=frozenset({"DRAFT", "SENT_BACK"}),
        reads="learn.read_messages",
        enters="learn.draft_message",
        verb="draft-message",
        columns=lambda: (
            Column("text", noop("Message"), required=True, multiline=True),
            Column("audience", noop("Audience"), required=True, max_length=120),
            Column(
                "channel",
                noop("Channel"),
                "choice",
                required=True,
                choices=listed_choices("message_channels"),
            ),
            Column("language", noop("Language"), max_length=5),
            Column("version", noop("Version"), "int", minimum=1),
            Column("answer", noop("Answer"), multiline=True),
            Column("result", noop("What it brought about"), multiline=True),
        ),
        told=frozenset({"version", "answer", "result"}),
        faces={"language": (_("Language"), lambda line: language_name(line.language))},
        adds=_("Draft a message"),
        shown=("audience", "channel", "version"),
        figure=figures.messages_figure,
    )
)

keep(
    Register(
        code="researchers",
        order=80,
        title=_("Researchers"),
        question=_("Who knows what, where, and in which network?"),
        nothing=_("No researcher is entered yet. Propose one, ask her, and list her once she agreed."),
        model=Researcher,
        workflow=rules.RESEARCHER,
        marks={
            "PROPOSED": ("waiting", _("to be asked")),
            "LISTED": ("done", _("listed")),
            "RESTING": ("skipped", _("rests")),
            "LEFT": ("skipped", _("left")),
        },
        settled=frozenset({"LISTED", "LEFT"}),
        reads="partners.read_researchers",
        enters="partners.register_researcher",
        verb="propose-researcher",
        columns=lambda: (
            Column("institution", noop("Institution"), required=True, max_length=160),
            Column("expertise", noop("Expertise"), required=True, max_length=200),
            Column("crisis_type", noop("Crisis type"), "choice", choices=crisis_types()),
            Column("network", noop("Network"), max_length=120),
            Column("agreed_on", noop("Agreed on"), "date"),
        ),
        told=frozenset({"agreed_on"}),
        personal=("title", "work_email", "work_phone"),
        faces={"title": (_("Name"), None)},
        adds=_("Propose a researcher"),
        shown=("institution", "expertise", "network"),
        figure=figures.researchers_figure,
    )
)

keep(
    Register(
        code="positions",
        order=100,
        title=_("Advocacy positions"),
        question=_("What do we stand for, and who stands with us?"),
        nothing=_("No position is drafted yet. Draft what we stand for in a debate."),
        model=Position,
        workflow=rules.POSITION,
        marks={
            "DRAFT": ("ahead", _("draft")),
            "AGREED": ("waiting", _("agreed, to be voiced")),
            "VOICED": ("open", _("voiced")),
            "ENDORSED": ("done", _("endorsed")),
            "DROPPED": ("skipped", _("dropped")),
        },
        settled=frozenset({"ENDORSED", "DROPPED"}),
        editable=frozenset({"DRAFT"}),
        reads="partners.read_positions",
        enters="partners.record_position",
        verb="draft-position",
        columns=lambda: (
            Column("text", noop("Position"), required=True, multiline=True),
            Column("debate", noop("Debate"), required=True, max_length=160),
            Column("goal", noop("Goal"), max_length=8),
            Column("voiced_on", noop("Voiced on"), "date"),
            Column("endorsed_by", noop("Endorsed by"), max_length=200),
        ),
        told=frozenset({"voiced_on", "endorsed_by"}),
        faces={"goal": (_("Sustainable Development Goal"), lambda line: goal_called(line.goal))},
        adds=_("Draft a position"),
        shown=("debate", "goal", "endorsed_by"),
        figure=figures.positions_figure,
    )
)

keep(
    Register(
        code="risks",
        order=110,
        title=_("Risks"),
        question=_("What may go wrong, and who does what about it?"),
        nothing=_("No risk is entered yet. Coordination, capacity and security are where to begin."),
        model=HouseRisk,
        workflow=rules.RISK,
        marks={
            "OPEN": ("waiting", _("open")),
            "TREATED": ("done", _("treated")),
            "HAPPENED": ("late", _("happened")),
            "CLOSED": ("skipped", _("closed")),
        },
        settled=frozenset({"CLOSED"}),
        reads="partners.read_risks",
        enters="partners.record_risk",
        verb="record-house-risk",
        columns=lambda: (
            Column("area", noop("Area of risk"), "choice", required=True, choices=choices_of(AREAS)),
            Column("likelihood", noop("Likelihood (1 to 5)"), "int", required=True, minimum=1, maximum=5),
            Column("impact", noop("Impact (1 to 5)"), "int", required=True, minimum=1, maximum=5),
            Column("mitigation", noop("What is done about it"), required=True, multiline=True),
        ),
        faces={
            "area": (_("Field of risk"), lambda line: AREAS.get(line.area, line.area)),
            "likelihood": (_("Likelihood, of 5"), None),
            "impact": (_("Impact, of 5"), None),
        },
        adds=_("Enter a risk"),
        weighs=weight_of,
        weighs_called=_("How grave"),
        shown=("area", "likelihood", "impact", "mitigation"),
        figure=figures.risks_figure,
    )
)
