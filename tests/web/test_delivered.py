"""What a browser gets: a strict policy that nothing works around, and pages that are light."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.urls import reverse

import mainstay
from tests.deliver.works.pages import client_of
from tests.web.kept import crisis

SOURCE = Path(mainstay.__file__).parent
INLINE = re.compile(
    r"\sstyle\s*=|<style|\son[a-z]+\s*=\s*[\"']|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE
)
#: Bytes of a page with its style sheets and scripts, without pictures of the map.
LIMIT = 200_000


def test_the_policy_names_our_own_files_only():
    rules = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    assert ["'none'"] == rules["default-src"]
    assert ["'self'"] == rules["script-src"] == rules["style-src"]
    assert not [
        source for sources in rules.values() for source in sources if "unsafe" in source or "*" in source
    ]


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("templates/**/*.html")), ids=lambda path: path.name)
def test_no_template_holds_a_script_or_a_style_of_its_own(path):
    sent = re.sub(r"{%.*?%}", "", path.read_text(encoding="utf-8"))
    assert [] == INLINE.findall(sent)


@pytest.mark.django_db(databases="__all__")
class TestPages:
    """Pages of the small crisis."""

    @pytest.fixture
    def pages(self, settings, tmp_path):
        settings.FACTS_FOLDER = tmp_path / "facts"
        made = crisis()
        client = client_of(made.coordinator)
        names = [
            "home",
            "cases",
            "watch",
            "alerts",
            "decide",
            "assess",
            "design",
            "fund",
            "contributions",
            "staff",
        ]
        names += [
            "missions",
            "works",
            "measure",
            "learn",
            "partners",
            "playbook",
            "search",
            "help",
            "product_mission",
            "my_rights",
        ]
        addresses = [reverse(name) for name in names]
        addresses += [
            reverse("case", args=[made.case.reference]), reverse("country", args=["COM"]), reverse("works_site", args=[made.site.uid]),
            reverse("project", args=[made.project.uid]),
            reverse("figures", args=[made.project.uid]), reverse("playbook_section", args=["modules"]),
        ]  # fmt: skip
        return [(address, client.get(address, follow=True)) for address in addresses]

    def test_a_page_weighs_less_than_two_hundred_thousand_bytes(self, pages):
        heavy = {address: weight for address, answer in pages if (weight := _weight(answer)) > LIMIT}
        assert {} == heavy

    def test_every_page_carries_the_policy_and_works_round_it_nowhere(self, pages):
        for address, answer in pages:
            assert 200 == answer.status_code, address
            assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
            assert "unsafe" not in answer.headers["Content-Security-Policy"]
            assert [] == INLINE.findall(answer.content.decode()), address


def _weight(answer):
    page = answer.content.decode()
    names = re.findall(r'(?:href|src)="/static/([^"?]+\.(?:css|js|svg|woff2?))', page)
    return len(answer.content) + sum(Path(finders.find(name)).stat().st_size for name in set(names))
