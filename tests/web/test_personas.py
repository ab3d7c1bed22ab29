"""What the personas can do is told as their journeys do it."""

from tests.journeys.personas import PAGE, personas, told


def test_the_page_of_personas_says_what_their_journeys_do():
    """Written by ``python -m tests.journeys.personas``."""
    assert PAGE.read_text(encoding="utf-8") == told()


def test_each_persona_has_ten_tasks_and_what_is_missing_names_one_of_them():
    for one in personas():
        assert [f"{one.number}.{place}" for place in range(1, 11)] == list(one.tasks)
        assert set(one.not_yet) <= set(one.tasks)
        assert set(one.prepared) <= set(one.tasks)
        assert all("Until then" in words for words in one.not_yet.values())
