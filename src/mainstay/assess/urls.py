"""Addresses of assess."""

from django.urls import path

from . import views

urlpatterns = [
    path("assess/", views.assessment_list, name="assess"),
    path("assess/<uuid:uid>/", views.assessment_page, name="assessment"),
]
