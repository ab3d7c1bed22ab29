"""Addresses of the pages that belong to the whole."""

from django.urls import path

from .views import case, home, me, partners, playbook, reading

urlpatterns = [
    path("", home.situation_room, name="home"),
    path("notices/read/", home.read_notices, name="read_notices"),
    path("search/", home.search, name="search"),
    path("help/", reading.contents, name="help"),
    path("help/<path:place>/", reading.page, name="help_page"),
    path("cases/", case.cases, name="cases"),
    path("cases/<str:reference>/", case.case_page, name="case"),
    path("me/rights/", me.my_rights, name="my_rights"),
    path("partners/", partners.consultation_list, name="partners"),
    path("partners/consultations/<uuid:uid>/", partners.consultation_page, name="consultation"),
    path("partners/consultations/<uuid:uid>/point/", partners.make_point, name="make_point"),
    path("playbook/", playbook.contents, name="playbook"),
    path("playbook/<str:name>/", playbook.section, name="playbook_section"),
]
