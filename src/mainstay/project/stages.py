"""The floors that are Django apps, in the order of the house from the ground up."""

APPS = (
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
