"""Addresses of assess."""

from django.urls import path

from . import views

urlpatterns = [
    path("assess/", views.assessment_list, name="assess"),
    path("assess/<uuid:uid>/", views.assessment_page, name="assessment"),
    path("assess/<uuid:uid>/forms/", views.forms_page, name="assess_forms"),
    path("assess/<uuid:uid>/forms/<str:module>/", views.form_page, name="assess_form"),
    path("assess/<uuid:uid>/collection/", views.collection_page, name="assess_collection"),
    path("assess/<uuid:uid>/evidence/", views.evidence_page, name="assess_evidence"),
    path("assess/<uuid:uid>/institutions/", views.institutions_page, name="assess_institutions"),
    path("assess/<uuid:uid>/coping/", views.coping_page, name="assess_coping"),
    path("assess/<uuid:uid>/talks/", views.talks_page, name="assess_talks"),
    path("assess/<uuid:uid>/conflict/", views.conflict_page, name="assess_conflict"),
    path("assess/<uuid:uid>/estimates/", views.estimates_page, name="assess_estimates"),
    path("assess/<uuid:uid>/explore/", views.exploring_page, name="assess_explore"),
    path("assess/<uuid:uid>/explore/behind/", views.behind_page, name="assess_behind"),
    path("assess/<uuid:uid>/labour/", views.labour_page, name="assess_labour"),
    path("assess/<uuid:uid>/labour/behind/", views.labour_behind_page, name="assess_labour_behind"),
    path("assess/<uuid:uid>/compare/", views.comparison_page, name="assess_compare"),
    path("assess/<uuid:uid>/losses/", views.losses_page, name="assess_losses"),
    path("assess/<uuid:uid>/documents/", views.documents_page, name="assess_documents"),
    path("assess/<uuid:uid>/needs/", views.needs_page, name="assess_needs"),
    path("assess/<uuid:uid>/needs/<int:pk>/", views.need_page, name="assess_need"),
    path("assess/<uuid:uid>/chapter/<str:kind>/", views.chapter_document, name="assess_chapter"),
    path("assess/<uuid:uid>/document/<str:kind>/", views.assessment_document, name="assess_document"),
    path("assess/<uuid:uid>/snapshot/<str:kind>/", views.snapshot_document, name="assess_snapshot"),
]
