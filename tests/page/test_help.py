"""Every page has its help, which is the documentation; nothing in it is a dead end or a danger."""

import re
import tomllib

import pytest
from django.test import Client
from django.urls import Resolver404, get_resolver, resolve, reverse

from mainstay.page import help as documentation
from mainstay.page.doors import action_of, walk

#: What a person never sits at: files, and pages of libraries that nobody named.
NOT_PAGES = re.compile(r"^/(api/|static/|there/|openapi)")


def addresses():
    for route, pattern in walk(get_resolver().url_patterns):
        methods = getattr(pattern.callback, "methods", ("GET",))
        if action_of(pattern.callback) and "GET" in methods and not NOT_PAGES.match(f"/{route}"):
            yield pattern.name, "/" + re.sub(r"<[^>]*>|\(\?P.*", "x", route).replace("^", "")


def test_every_address_that_a_person_can_open_has_its_help():
    assert [] == [(name, path) for name, path in addresses() if not documentation.help_for(name or "", path)]


def test_no_two_addresses_share_a_name():
    names = [name for name, _path in addresses()]
    assert [] == sorted({name for name in names if names.count(name) > 1})


def test_every_name_that_a_page_of_the_help_answers_is_there():
    names = {pattern.name for _route, pattern in walk(get_resolver().url_patterns)}
    routes = ["/" + route for route, _pattern in walk(get_resolver().url_patterns)]
    for page in documentation.pages().values():
        for answered in page.answers:
            assert answered in names or any(route.startswith(answered) for route in routes), (
                f"{page.place} answers {answered}, which is not there"
            )


def test_a_name_counts_before_a_beginning_and_the_longer_beginning_before_the_shorter():
    assert "how-to/keep-a-roll" == documentation.help_for("works_rolls", "/works/rolls/")[0].place
    assert "how-to/keep-a-roll" == documentation.help_for("unknown", "/works/rolls/of/tomorrow/")[0].place
    assert "how-to/run-a-site" == documentation.help_for("unknown", "/works/elsewhere/")[0].place
    assert () == documentation.help_for("unknown", "/elsewhere/")


@pytest.mark.parametrize("place", sorted(documentation.pages()))
def test_every_link_of_the_help_leads_somewhere(place):
    page = documentation.pages()[place]
    made = documentation.render(page, lambda place: reverse("help_page", args=[place]))
    for address, mark in re.findall(r'href="(/[^"#]*)(?:#([^"]*))?"', made.html):
        try:
            found = resolve(address)
        except Resolver404:
            pytest.fail(f"{place} leads to {address}, which is not there")
        if mark and found.url_name == "help_page":
            target = documentation.pages()[found.kwargs["place"]]
            assert f'id="{mark}"' in documentation.render(target, lambda _place: "").html, f"{place}: #{mark}"


def test_what_is_written_as_html_is_shown_as_text():
    page = documentation.HelpPage(
        "how-to/x", "X", "<script>alert(1)</script> [go](javascript:alert(1)) ![p](x.png)", ()
    )
    html = documentation.render(page, str).html
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html


@pytest.mark.django_db(databases="__all__")
def test_the_question_mark_leads_to_the_help_of_the_page():
    page = Client().get(reverse("account_login")).content.decode()
    link = reverse("help_page", args=["how-to/sign-in"])
    assert f'<a class="help" href="{link}"' in page
    told = Client(headers={"accept-language": "de"}).get(link)
    assert 200 == told.status_code
    assert '<article class="document" lang="en" dir="ltr">' in told.content.decode()
    assert 404 == Client().get("/help/how-to/nowhere/").status_code
    assert "Keep a roll" in Client().get(reverse("help")).content.decode()


def test_the_wheel_brings_every_folder_of_the_help(repository):
    built = tomllib.loads((repository / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    brought = {f"docs/{part}": f"mainstay/docs/{part}" for part in documentation.FOLDERS}
    assert brought == built["force-include"]


def test_without_a_clone_the_help_is_read_from_the_package(monkeypatch, tmp_path):
    monkeypatch.setattr(documentation, "_CLONE", tmp_path / "nowhere")
    assert documentation.folder().parts[-2:] == ("mainstay", "docs")


TRANSLATIONS = sorted(documentation.translations().values(), key=lambda page: (page.language, page.place))


@pytest.mark.parametrize("page", TRANSLATIONS, ids=lambda page: f"{page.language}/{page.place}")
def test_a_translation_has_the_headings_commands_and_links_of_the_english_page(page):
    assert [] == documentation.differences(page)


def test_every_translated_file_stands_for_an_english_page_and_says_from_which_text_it_is():
    files = {
        (path.parent.name, f"{path.parents[1].name}/{path.stem}")
        for part in documentation.FOLDERS
        for path in (documentation.folder() / part).glob("*/*.md")
    }
    assert files == {*documentation.translations()}
    assert [] == [page.place for page in TRANSLATIONS if not page.made_of]


def planted(monkeypatch, text, *, old=False):
    english = documentation.pages()["how-to/see-your-own-pay"]
    made = documentation.HelpPage(
        english.place, "Voir sa paie", text, (), language="fr", status="draft",
        made_of="0" * 12 if old else english.digest,
    )  # fmt: skip
    monkeypatch.setattr(documentation, "translations", lambda: {("fr", english.place): made})
    return made


def test_a_translation_that_lacks_a_command_or_a_link_is_caught(monkeypatch):
    page = planted(monkeypatch, "# Voir sa paie\n\n## De trop\n\n`mainstay` [x](../find-anything.md)")
    assert ["headings", "commands and names in the text", "links"] == documentation.differences(page)


def test_a_translation_says_when_the_english_text_is_newer(monkeypatch):
    page = planted(monkeypatch, "# Voir sa paie")
    assert not page.outdated
    page = planted(monkeypatch, "# Voir sa paie", old=True)
    assert page.outdated


@pytest.mark.django_db(databases="__all__")
def test_help_comes_in_the_readers_language_with_its_state_and_else_in_english(monkeypatch):
    planted(monkeypatch, "# Voir sa paie\n\nPour une travailleuse.")
    client = Client(headers={"accept-language": "fr"})
    page = client.get(reverse("help_page", args=["how-to/see-your-own-pay"])).content.decode()
    assert '<article class="document" lang="fr" dir="ltr">' in page
    assert "Pour une travailleuse." in page
    assert '<p class="quiet">' in page.split("<article")[0]
    other = client.get(reverse("help_page", args=["how-to/run-a-site"])).content.decode()
    assert '<article class="document" lang="en" dir="ltr">' in other
    listed = client.get(reverse("help")).content.decode()
    assert '<li lang="fr" dir="ltr"><a href="/help/how-to/see-your-own-pay/">Voir sa paie</a>' in listed


def test_a_link_from_a_translation_leads_to_the_same_page_and_heading():
    english = documentation.pages()["how-to/keep-a-roll"]
    page = documentation.HelpPage(
        english.place, "Tenir", "# Tenir\n\n## Corriger\n\n[x](../pay-workers.md)", (), language="fr"
    )
    assert ("how-to/pay-workers", "") == documentation.target_of(page, "../pay-workers.md")
    made = documentation.render(page, str)
    assert 'id="putting-right"' in made.html
    assert ("putting-right", "Corriger") == (made.headings[0].mark, made.headings[0].words)
