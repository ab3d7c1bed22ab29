"""Each country has its name in each language of the pages."""

import pytest
from django.conf import settings
from django.utils.translation import override

from mainstay.cases.services.places import load_places
from mainstay.common.models import Country
from mainstay.page.words import country_called

pytestmark = pytest.mark.django_db(databases="__all__")


def test_every_country_has_a_name_in_every_language():
    load_places()
    languages = {code for code, _name in settings.LANGUAGES}
    assert [] == [row.iso3 for row in Country.objects.all() if languages != {*filter(None, row.names)}]


@pytest.mark.parametrize(
    ("language", "name"), [("en", "Comoros"), ("fr", "Comores"), ("es", "Comoras"), ("ar", "جزر القمر")]
)
def test_a_country_is_called_in_the_readers_language(language, name):
    load_places(only={"COM"})
    with override(language):
        assert name == str(Country.objects.get(pk="COM"))
        assert name == country_called("COM") == country_called("Comoros")


def test_what_is_in_dispute_is_called_as_the_united_nations_do():
    load_places(only={"PSE", "PRK", "TUR"})
    names = {row.iso3: row.names for row in Country.objects.all()}
    assert ("State of Palestine", "دولة فلسطين") == (names["PSE"]["en"], names["PSE"]["ar"])
    assert "جمهورية كوريا الشعبية الديمقراطية" == names["PRK"]["ar"]
    assert "Türkiye" == names["TUR"]["fr"]
