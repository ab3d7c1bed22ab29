"""A stage has the rooms of the closed list and no other."""

import pytest

from tests.architecture.house import APPS_WITHIN, SPINE, STAGES

ROOMS = {
    "urls", "views", "api", "cli", "tasks", "receivers", "panels", "forms", "tables", "schemas", "services",
    "selectors", "permissions", "models", "feeds", "facts", "documents", "events", "rules", "methods", "apps",
    "migrations", "templates", "reference",
}  # fmt: skip
ALSO = {
    "accounts": {"sign_in"},  # the adapters that django-allauth asks for by name
}
NOT_ROOMS = {"__init__", "__pycache__"}


def faults(root):
    """List what lies in a stage and is no room."""
    house = root / "src" / "mainstay"
    apps = {stage: [stage] for stage in (*STAGES, *SPINE)}
    for stage, within in APPS_WITHIN.items():
        apps[stage] += [f"{stage}/{app}" for app in within]
    return [
        f"{app}/{entry.name} is no room of a stage"
        for stage, places in apps.items()
        for app in places
        if (house / app).is_dir()
        for entry in sorted((house / app).iterdir())
        if entry.stem not in ROOMS | ALSO.get(stage, set()) | NOT_ROOMS
        if f"{app}/{entry.name}" not in places
    ]


def test_a_stage_has_only_the_rooms_of_the_closed_list(repository):
    assert [] == faults(repository)


@pytest.mark.parametrize(
    "place", ["watch/helpers.py", "deliver/works/engine/__init__.py", "cases/signals.py"]
)
def test_another_room_is_caught(plant, place):
    assert any(place.split("/")[-2] in fault for fault in faults(plant(f"src/mainstay/{place}", "")))
