"""Addresses of measure."""

from django.urls import path

from .views import checking, choosing, crosswalk, indicator, packs, projects, publications, reports
from .views.public import method, open_data, reading

urlpatterns = [
    path("measure/", projects.project_list, name="measure"),
    path("measure/<uuid:uid>/", projects.framework, name="figures"),
    path("measure/reports/<uuid:uid>/", reports.report_page, name="donor_report"),
    path("measure/reports/<uuid:uid>/report.<str:kind>", reports.report_file, name="donor_report_file"),
    path("measure/activities/<uuid:uid>.xml", reports.activity_file, name="activity_file"),
    path("measure/samples/<uuid:uid>/", checking.sample_page, name="sample"),
    path("measure/odd/<int:key>/", checking.odd_thing_page, name="odd_thing"),
    path("measure/<uuid:uid>/choose/", choosing.choose_page, name="choose_indicators"),
    path("measure/<uuid:uid>/crosswalk/", crosswalk.crosswalk_page, name="crosswalk"),
    path("measure/<uuid:uid>/odd/", checking.odd_page, name="odd_data"),
    path("measure/<uuid:uid>/samples/", checking.samples_page, name="samples"),
    path("measure/<uuid:uid>/reports/", reports.reports_page, name="donor_reports"),
    path("measure/<uuid:uid>/packs/", packs.pack_list, name="evaluation_packs"),
    path("measure/<uuid:uid>/preview/", publications.preview_page, name="publish_preview"),
    path("measure/<uuid:uid>/published/", publications.publication_list, name="publications"),
    path("measure/<uuid:uid>/<str:code>/", indicator.indicator_page, name="indicator"),
    path("measure/<uuid:uid>/<str:code>/rows/", indicator.rows_page, name="indicator_rows"),
    path("public/", reading.first_page, name="public"),
    path("public/countries/<str:iso3>/", reading.country_page, name="public_country"),
    path("public/projects/<uuid:uid>/", reading.project_page, name="public_project"),
    path("public/figures/<uuid:uid>/", reading.figures_page, name="public_figures"),
    path("public/figures/<uuid:uid>/data.<str:kind>", open_data.one_publication, name="public_figures_data"),
    path("public/method/", method.method_page, name="public_method"),
    path("public/flagships/", method.flagships_page, name="public_flagships"),
    path("public/data/", open_data.data_page, name="public_data"),
    path("public/data/figures.<str:kind>", open_data.all_figures, name="public_all_figures"),
    path("public/data/codebook.csv", open_data.codebook, name="public_codebook"),
]
