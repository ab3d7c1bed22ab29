"""Addresses of the library."""

from django.urls import path

from . import views

urlpatterns = [
    path("learn/library/", views.library, name="library"),
    path("learn/library/<uuid:uid>/", views.document_page, name="document"),
    path("learn/library/<uuid:uid>/<str:language>/", views.document_file, name="document_file"),
]
