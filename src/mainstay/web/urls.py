"""Addresses of the pages that belong to the whole."""

from django.urls import path

from .views import acts, case, donor, home, keys, me, organisation, partners, playbook, reading, records, spine

urlpatterns = [
    path("", home.situation_room, name="home"),
    path("notices/read/", home.read_notices, name="read_notices"),
    path("search/", home.search, name="search"),
    path("help/", reading.contents, name="help"),
    path("help/<path:place>/", reading.page, name="help_page"),
    path("cases/", case.cases, name="cases"),
    path("cases/<str:reference>/", case.case_page, name="case"),
    path("cases/<str:reference>/team/", spine.team_page, name="case_team"),
    path("cases/<str:reference>/timeline/", spine.timeline_page, name="case_timeline"),
    path("cases/<str:reference>/history/", spine.history_page, name="case_history"),
    path("cases/<str:reference>/decisions/", spine.decision_list, name="case_decisions"),
    path("cases/<str:reference>/decisions/<uuid:uid>/", spine.decision_page, name="decision"),
    path("cases/<str:reference>/documents/", spine.documents_page, name="case_documents"),
    path("cases/<str:reference>/documents/<uuid:uid>/", spine.file_download, name="case_file"),
    path("cases/<str:reference>/closing/", spine.closing_page, name="case_closing"),
    path("me/keys/", keys.my_keys, name="my_keys"),
    path("me/rights/", me.my_rights, name="my_rights"),
    path("partners/", partners.consultation_list, name="partners"),
    path("partners/consultations/<uuid:uid>/", partners.consultation_page, name="consultation"),
    path("partners/consultations/<uuid:uid>/point/", partners.make_point, name="make_point"),
    path("do/<slug:stage>/", acts.act_list, name="acts"),
    path("do/<slug:stage>/<slug:verb>/", acts.act_page, name="act"),
    path("do/<slug:stage>/<slug:verb>/keep/", acts.keep, name="act_keep"),
    path("records/<slug:stage>/<slug:kind>/", records.record_list, name="records"),
    path("records/<slug:stage>/<slug:kind>/<str:key>/", records.record_page, name="record"),
    path("playbook/", playbook.contents, name="playbook"),
    path("playbook/<str:name>/", playbook.section, name="playbook_section"),
    path("organisation/", organisation.own_organisation, name="organisation"),
    path("organisation/vacancies/", organisation.vacancy_list, name="vacancies"),
    path("donor/", donor.donor_home, name="donor"),
    path("donor/<uuid:uid>/", donor.followed, name="donor_contribution"),
]
