"""Addresses of design."""

from django.urls import path

from . import views

urlpatterns = [
    path("design/", views.project_list, name="design"),
    path("design/<uuid:uid>/", views.project_page, name="project"),
]
