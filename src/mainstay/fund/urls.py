"""Addresses of the fund."""

from django.urls import path

from . import views

urlpatterns = [
    path("fund/", views.grant_list, name="fund"),
    path("fund/contributions/", views.contribution_list, name="contributions"),
]
