"""Addresses of watch."""

from django.urls import path

from .views import alerts, board, countries, sources, triggers

urlpatterns = [
    path("watch/", countries.country_list, name="watch"),
    path("watch/alerts/", alerts.alert_list, name="alerts"),
    path("watch/alerts/<str:reference>/", board.alert_page, name="alert"),
    path("watch/board/", board.board_page, name="risk_board"),
    path("watch/preparedness/", board.preparedness_page, name="preparedness"),
    path("watch/sources/", sources.sources_page, name="sources"),
    path("watch/sources/<slug:code>/", sources.source_page, name="source"),
    path("watch/accuracy/", triggers.accuracy_page, name="accuracy"),
    path("watch/triggers/", triggers.trigger_list, name="triggers"),
    path("watch/triggers/map/", triggers.map_page, name="trigger_map"),
    path("watch/triggers/<str:code>/", triggers.trigger_page, name="trigger"),
    path(
        "watch/triggers/<str:code>/<str:stage>/<str:iso3>/<str:period>/",
        triggers.alarm_page,
        name="trigger_alarm",
    ),
    path("watch/countries/<str:iso3>/", countries.country_page, name="country"),
    path("watch/countries/<str:iso3>/series/<str:code>/", countries.series_page, name="country_series"),
]
