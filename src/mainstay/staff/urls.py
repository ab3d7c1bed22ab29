"""Addresses of staff."""

from django.urls import path

from .views import answering, lists, missions, recruiting, requests, roster, weeks

urlpatterns = [
    path("staff/", lists.request_list, name="staff"),
    path("staff/requests/<uuid:uid>/", requests.request_page, name="team_request"),
    path("staff/requests/<uuid:uid>/ask/", requests.ask, name="team_request_ask"),
    path("staff/missions/", lists.mission_list, name="missions"),
    path("staff/missions/<uuid:uid>/", missions.mission_page, name="mission"),
    path("staff/roster/", roster.depth, name="roster"),
    path("staff/weeks/", weeks.needs, name="staff_weeks"),
    path("staff/weeks/<str:week>/", weeks.week_page, name="staff_week"),
    path("staff/experts/", roster.expert_list, name="experts"),
    path("staff/experts/<uuid:uid>/", roster.expert_page, name="expert"),
    path("staff/applicants/", recruiting.recruitment_list, name="recruitments"),
    path("staff/applicants/<uuid:uid>/", recruiting.recruitment_page, name="recruitment"),
    path("staff/applicants/<uuid:uid>/points/", recruiting.score, name="recruitment_score"),
    path("staff/insured/", roster.insured_list, name="insured"),
    path("staff/can-you-go/<str:token>/", answering.answer, name="availability_answer"),
]
