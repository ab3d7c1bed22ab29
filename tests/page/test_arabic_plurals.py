"""Arabic counts in six forms; each number takes its own."""

import pytest
from django.utils.translation import ngettext, override


@pytest.mark.parametrize(
    ("count", "said"), [(2, "شخصان"), (7, "{count} أشخاص"), (28, "{count} شخصاً"), (100, "{count} شخص"), (111, "{count} شخصاً")]
)  # fmt: skip
def test_people_are_counted_as_arabic_counts_them(count, said):
    with override("ar"):
        assert said == ngettext("{count} person", "{count} persons", count)
