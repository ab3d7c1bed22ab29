"""Addresses of measure."""

from django.urls import path

from .views import indicator, projects

urlpatterns = [
    path("measure/", projects.project_list, name="measure"),
    path("measure/<uuid:uid>/", projects.framework, name="figures"),
    path("measure/<uuid:uid>/<str:code>/", indicator.indicator_page, name="indicator"),
    path("measure/<uuid:uid>/<str:code>/rows/", indicator.rows_page, name="indicator_rows"),
]
