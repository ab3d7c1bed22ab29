"""Addresses of watch."""

from django.urls import path

from .views import alerts, countries

urlpatterns = [
    path("watch/", countries.country_list, name="watch"),
    path("watch/alerts/", alerts.alert_list, name="alerts"),
    path("watch/countries/<str:iso3>/", countries.country_page, name="country"),
    path("watch/countries/<str:iso3>/series/<str:code>/", countries.series_page, name="country_series"),
]
