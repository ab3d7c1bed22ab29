"""Addresses of watch."""

from django.urls import path

from .views import alerts, board, countries, sources

urlpatterns = [
    path("watch/", countries.country_list, name="watch"),
    path("watch/alerts/", alerts.alert_list, name="alerts"),
    path("watch/alerts/<str:reference>/", board.alert_page, name="alert"),
    path("watch/board/", board.board_page, name="risk_board"),
    path("watch/preparedness/", board.preparedness_page, name="preparedness"),
    path("watch/sources/", sources.sources_page, name="sources"),
    path("watch/sources/<slug:code>/", sources.source_page, name="source"),
    path("watch/countries/<str:iso3>/", countries.country_page, name="country"),
    path("watch/countries/<str:iso3>/series/<str:code>/", countries.series_page, name="country_series"),
]
