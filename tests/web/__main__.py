"""Builds the small crisis into the configured database, to look at pages by hand: ``python -m tests.web``."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mainstay.project.settings")

import django

django.setup()

from django.db import transaction  # noqa: E402

from mainstay.page.terminal import say  # noqa: E402
from tests.web.crisis import PASSWORD, build  # noqa: E402

with transaction.atomic():
    made = build(crews=(26, 13))
say(f"{made.case.reference} password: {PASSWORD}")
for person in made.people.values():
    say(f"{person.email} {person.name}")
