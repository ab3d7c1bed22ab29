"""Addresses of design."""

from django.urls import path

from . import views

urlpatterns = [
    path("design/", views.project_list, name="design"),
    path("design/<uuid:uid>/", views.project_page, name="project"),
    path("design/<uuid:uid>/package/", views.package_page, name="design_package"),
    path("design/<uuid:uid>/budget/", views.budget_page, name="design_budget"),
    path("design/<uuid:uid>/budget/adopt/", views.adopt, name="design_adopt"),
    path("design/<uuid:uid>/budget/keep/", views.keep_lines, name="design_keep"),
    path("design/<uuid:uid>/budget/forget/", views.forget_lines, name="design_forget"),
    path("design/<uuid:uid>/options/", views.options_page, name="design_options"),
    path("design/<uuid:uid>/harm/", views.harm_page, name="design_harm"),
    path("design/<uuid:uid>/voices/", views.voices_page, name="design_voices"),
    path("design/<uuid:uid>/document/<str:kind>/", views.project_document, name="design_document"),
]
