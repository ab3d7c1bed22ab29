"""Addresses of skills."""

from django.urls import path

from . import views

urlpatterns = [
    path("skills/", views.course_list, name="courses"),
    path("skills/<uuid:uid>/", views.course_page, name="course"),
    path("skills/<uuid:uid>/tracer/<int:months>/", views.tracer_page, name="course_tracer"),
    path("skills/<uuid:uid>/enrol/", views.enrol, name="course_enrol"),
    path("skills/<uuid:uid>/grade/", views.grade, name="course_grade"),
    path("skills/<uuid:uid>/form/<slug:kind>/", views.form_file, name="course_form"),
]
