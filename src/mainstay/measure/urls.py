"""Addresses of measure."""

from django.urls import path

from .views import checking, choosing, crosswalk, indicator, projects, publications

urlpatterns = [
    path("measure/", projects.project_list, name="measure"),
    path("measure/<uuid:uid>/", projects.framework, name="figures"),
    path("measure/samples/<uuid:uid>/", checking.sample_page, name="sample"),
    path("measure/published/<uuid:uid>/", publications.publication_page, name="publication"),
    path("measure/<uuid:uid>/choose/", choosing.choose_page, name="choose_indicators"),
    path("measure/<uuid:uid>/crosswalk/", crosswalk.crosswalk_page, name="crosswalk"),
    path("measure/<uuid:uid>/odd/", checking.odd_page, name="odd_data"),
    path("measure/<uuid:uid>/samples/", checking.samples_page, name="samples"),
    path("measure/<uuid:uid>/preview/", publications.preview_page, name="publish_preview"),
    path("measure/<uuid:uid>/published/", publications.publication_list, name="publications"),
    path("measure/<uuid:uid>/<str:code>/", indicator.indicator_page, name="indicator"),
    path("measure/<uuid:uid>/<str:code>/rows/", indicator.rows_page, name="indicator_rows"),
]
