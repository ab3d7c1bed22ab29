"""Addresses of staff."""

from django.urls import path

from . import views

urlpatterns = [
    path("staff/", views.request_list, name="staff"),
    path("staff/missions/", views.mission_list, name="missions"),
]
