"""Reads of watch: what is known of a country, what it warns of, how ready it is."""

from .alerts import alert_accuracy_of, alerts_visible, boards_open
from .preparedness import preparedness_of, responses_called
from .profile import Profile, country_profile, headline_values
from .sources import (
    SourceStanding,
    faults_of,
    signals_to_confirm,
    source_standing,
    source_standings,
    sources_overview,
    stand_ins,
)
from .warnings import country_warnings, indicator_rules

__all__ = [
    "Profile",
    "SourceStanding",
    "alert_accuracy_of",
    "alerts_visible",
    "boards_open",
    "country_profile",
    "country_warnings",
    "faults_of",
    "headline_values",
    "indicator_rules",
    "preparedness_of",
    "responses_called",
    "signals_to_confirm",
    "source_standing",
    "source_standings",
    "sources_overview",
    "stand_ins",
]
