"""Addresses of decide."""

from django.urls import path

from .views import asking, requests

urlpatterns = [
    path("decide/", requests.request_list, name="decide"),
    path("decide/ask/", asking.begin, name="ask"),
    path("decide/ask/<uuid:uid>/", asking.draft_page, name="ask_draft"),
    path("decide/ask/<uuid:uid>/keep/", asking.keep, name="ask_keep"),
    path("decide/ask/<uuid:uid>/send/", asking.send, name="ask_send"),
    path("decide/requests/<str:reference>/", requests.request_page, name="request"),
]
