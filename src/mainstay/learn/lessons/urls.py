"""Addresses of lessons."""

from django.urls import path

from . import views

urlpatterns = [path("learn/", views.lesson_list, name="learn")]
