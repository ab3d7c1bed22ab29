"""Addresses of the fund."""

from django.urls import path

from . import views

urlpatterns = [
    path("fund/", views.windows_page, name="fund"),
    path("fund/ask/", views.ask_page, name="fund_ask"),
    path("fund/grants/", views.grant_list, name="grants"),
    path("fund/grants/<uuid:uid>/", views.grant_page, name="grant"),
    path("fund/contributions/", views.contribution_list, name="contributions"),
    path("fund/contributions/<uuid:uid>/", views.contribution_page, name="contribution"),
    path("fund/earmarks/", views.earmark_list, name="earmarks"),
    path("fund/ledger/", views.ledger_page, name="ledger"),
    path("fund/ledger/<int:pk>/", views.entry_page, name="ledger_entry"),
    path("fund/pipeline/", views.pipeline_page, name="pipeline"),
    path("fund/rates/", views.rate_list, name="rates"),
]
