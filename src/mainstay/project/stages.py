"""The floors that are Django apps, in the order of the house from the ground up."""

from pathlib import Path

HOUSE = (
    "mainstay.common",
    "mainstay.page",
    "mainstay.accounts",
    "mainstay.partners",
    "mainstay.cases",
    "mainstay.watch",
    "mainstay.decide",
    "mainstay.assess",
    "mainstay.design",
    "mainstay.fund",
    "mainstay.staff",
    "mainstay.deliver.works",
    "mainstay.deliver.skills",
    "mainstay.measure",
    "mainstay.learn.lessons",
    "mainstay.learn.library",
    "mainstay.web",
)

_SOURCE = Path(__file__).resolve().parents[1]

#: Those that are built.
APPS = tuple(app for app in HOUSE if _SOURCE.joinpath(*app.split(".")[1:], "apps.py").exists())
