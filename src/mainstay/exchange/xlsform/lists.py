"""Answers that are the same in every form. Each text is looked up for the reader's language.

Washington Group Short Set on Functioning: wording and answer categories of the Washington Group on
Disability Statistics (updated 2022); a person has a disability when at least one domain is answered "a lot of
difficulty" or "cannot do at all". Occupations: ISCO-08 major groups (ILO). Activities: ISIC Rev. 4 sections (UN).
"""

from mainstay.common.texts import noop as _

YES_NO = (("yes", _("Yes")), ("no", _("No")))
DEGREE = (("yes", _("Yes")), ("partly", _("Partly")), ("no", _("No")), ("na", _("Does not apply")))
AGREE = (
    ("1", _("Strongly disagree")),
    ("2", _("Disagree")),
    ("3", _("Neither agree nor disagree")),
    ("4", _("Agree")),
    ("5", _("Strongly agree")),
    ("refused", _("Prefer not to answer")),
)
MONTHS = (
    ("1", _("January")),
    ("2", _("February")),
    ("3", _("March")),
    ("4", _("April")),
    ("5", _("May")),
    ("6", _("June")),
    ("7", _("July")),
    ("8", _("August")),
    ("9", _("September")),
    ("10", _("October")),
    ("11", _("November")),
    ("12", _("December")),
)
SEX = (("female", _("Female")), ("male", _("Male")))
OWNER = (("woman", _("Woman")), ("man", _("Man")), ("mixed", _("Mixed")))
EFFECT = (
    ("gains", _("Gains")),
    ("loses", _("Loses")),
    ("both", _("Both")),
    ("neither", _("Neither")),
    ("unknown", _("Not known")),
)
LEVEL = (("some", _("Some")), ("good", _("Good")), ("expert", _("Can teach it")))
ASSET_STATE = (
    ("good", _("Good")),
    ("worn", _("Worn")),
    ("damaged", _("Damaged")),
    ("destroyed", _("Destroyed")),
    ("none", _("Not there yet")),
)
SOIL = (
    ("soft", _("Soft")),
    ("medium", _("Medium")),
    ("hard", _("Hard")),
    ("rock", _("Rock")),
    ("na", _("Does not apply")),
)
STATUS = (
    ("employee", _("For someone else, for pay")),
    ("own_account", _("Own business, without employees")),
    ("employer", _("Own business, with employees")),
    ("family", _("Helping in a family business without pay")),
    ("none", _("No work")),
)
CONTRACT = (("written", _("Written")), ("oral", _("Oral")), ("none", _("None")))
DIFFICULTY = (
    ("1", _("No difficulty")),
    ("2", _("Yes, some difficulty")),
    ("3", _("Yes, a lot of difficulty")),
    ("4", _("Cannot do it at all")),
    ("7", _("Refused")),
    ("9", _("Don't know")),
)
WASHINGTON_GROUP = (
    ("seeing", _("Do you have difficulty seeing, even if wearing glasses?")),
    ("hearing", _("Do you have difficulty hearing, even if using a hearing aid?")),
    ("walking", _("Do you have difficulty walking or climbing steps?")),
    ("remembering", _("Do you have difficulty remembering or concentrating?")),
    ("self_care", _("Do you have difficulty with self-care, such as washing all over or dressing?")),
    (
        "communicating",
        _(
            "Using your usual language, do you have difficulty communicating, for example understanding or being "
            "understood?"
        ),
    ),
)
OCCUPATIONS = (
    ("1", _("Managers")),
    ("2", _("Professionals")),
    ("3", _("Technicians and associate professionals")),
    ("4", _("Clerical support workers")),
    ("5", _("Service and sales workers")),
    ("6", _("Skilled agricultural, forestry and fishery workers")),
    ("7", _("Craft and related trades workers")),
    ("8", _("Plant and machine operators, and assemblers")),
    ("9", _("Elementary occupations")),
    ("0", _("Armed forces occupations")),
    ("none", _("No work")),
)
ACTIVITIES = (
    ("A", _("Agriculture, forestry and fishing")),
    ("B", _("Mining and quarrying")),
    ("C", _("Manufacturing")),
    ("D", _("Electricity, gas, steam and air conditioning supply")),
    ("E", _("Water supply; sewerage, waste management and remediation activities")),
    ("F", _("Construction")),
    ("G", _("Wholesale and retail trade; repair of motor vehicles and motorcycles")),
    ("H", _("Transportation and storage")),
    ("I", _("Accommodation and food service activities")),
    ("J", _("Information and communication")),
    ("K", _("Financial and insurance activities")),
    ("L", _("Real estate activities")),
    ("M", _("Professional, scientific and technical activities")),
    ("N", _("Administrative and support service activities")),
    ("O", _("Public administration and defence; compulsory social security")),
    ("P", _("Education")),
    ("Q", _("Human health and social work activities")),
    ("R", _("Arts, entertainment and recreation")),
    ("S", _("Other service activities")),
    ("T", _("Activities of households as employers")),
    ("U", _("Activities of extraterritorial organizations and bodies")),
)
PEOPLE = (
    ("total", _("Total")),
    ("women", _("Women")),
    ("men", _("Men")),
    ("youth", _("Young people (15-24)")),
)
# Answers that stand alone: who gives one of them gives no other.
ALONE = frozenset({"none", "no", "refused", "dont_know", "no_preference", "prefer_not_say", "no_change"})
