"""The programme's region of a country."""

from mainstay.common.texts import noop as _

AFRICA, ARAB_STATES, ASIA_PACIFIC = "Africa", "Arab States", "Asia and the Pacific"
EUROPE_CENTRAL_ASIA, LATIN_AMERICA, NORTHERN_AMERICA = (
    "Europe and Central Asia",
    "Latin America and the Caribbean",
    # In no list of the playbook: its name is translated with our own texts.
    _("Northern America"),
)
#: The Arab States region holds West Asia's Arab countries; those in Africa stay in Africa.
_ARAB = frozenset(["BHR", "IRQ", "JOR", "KWT", "LBN", "OMN", "PSE", "QAT", "SAU", "SYR", "ARE", "YEM"])
#: West Asia's others are counted with Europe.
_WITH_EUROPE = frozenset(["ARM", "AZE", "CYP", "GEO", "ISR", "TUR"])


def region(iso3: str, *, m49_region: str, subregion: str) -> str:
    """Return the programme's region of a country from its M49 region and sub-region.

    The labour agency's five regions differ from M49: Arab States stand apart, Central Asia goes with Europe.

    >>> region("JOR", m49_region="Asia", subregion="Western Asia")
    'Arab States'
    >>> region("COM", m49_region="Africa", subregion="Sub-Saharan Africa")
    'Africa'
    """
    if iso3 in _ARAB:
        return ARAB_STATES
    if iso3 in _WITH_EUROPE or subregion == "Central Asia" or m49_region == "Europe":
        return EUROPE_CENTRAL_ASIA
    if m49_region == "Americas":
        return NORTHERN_AMERICA if subregion == "Northern America" else LATIN_AMERICA
    return AFRICA if m49_region == "Africa" else ASIA_PACIFIC
