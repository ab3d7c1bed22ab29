"""Addresses of decide."""

from django.urls import path

from .views import asking, choice, portfolio, queue, requests, steps

urlpatterns = [
    path("decide/", requests.request_list, name="decide"),
    path("decide/portfolio/", portfolio.portfolio_page, name="portfolio"),
    path("decide/portfolio/choice/", choice.portfolio_choice_page, name="portfolio_choice"),
    path("decide/queue/", queue.queue_page, name="queue"),
    path("decide/ask/", asking.begin, name="ask"),
    path("decide/ask/<uuid:uid>/", asking.draft_page, name="ask_draft"),
    path("decide/ask/<uuid:uid>/keep/", asking.keep, name="ask_keep"),
    path("decide/ask/<uuid:uid>/send/", asking.send, name="ask_send"),
    path("decide/requests/<str:reference>/", requests.request_page, name="request"),
    path("decide/requests/<str:reference>/triage/", steps.triage, name="request_triage"),
    path("decide/requests/<str:reference>/gates/", steps.gates, name="request_gates"),
    path("decide/requests/<str:reference>/score/", steps.score, name="request_score"),
    path("decide/requests/<str:reference>/discuss/", steps.discuss, name="request_discuss"),
    path("decide/requests/<str:reference>/decide/", steps.decide, name="request_decide"),
    path("decide/requests/<str:reference>/letter/", steps.letter, name="request_letter"),
    path("decide/requests/<str:reference>/open/", steps.open_case, name="request_open"),
]
