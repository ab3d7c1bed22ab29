"""Addresses of works."""

from django.urls import path

from .views import cards, closing, corrections, mine, rolls, sites

urlpatterns = [
    path("works/", sites.site_list, name="works"),
    path("works/sites/<uuid:uid>/", sites.site_page, name="works_site"),
    path("works/rolls/", rolls.roll_list, name="works_rolls"),
    path("works/rolls/<uuid:uid>/", rolls.roll_page, name="works_roll"),
    path("works/rolls/<uuid:uid>/close/", closing.close, name="works_close_roll"),
    path("works/rolls/<uuid:uid>/certificate/", closing.certificate, name="works_certificate"),
    path("works/marks/<int:key>/correct/", corrections.correct, name="works_correct"),
    path("works/corrections/<int:key>/sign/", corrections.sign, name="works_sign_correction"),
    path("works/rolls/<uuid:uid>/<str:day>/", rolls.day_page, name="works_roll_day"),
    path("works/rolls/<uuid:uid>/<str:day>/mark/", rolls.mark, name="works_mark"),
    path("works/cards/", cards.job_card, name="job_card"),
    path("mine/", mine.card, name="mine"),
    path("mine/complain/", mine.complain, name="mine_complain"),
    path("mine/data/", mine.own_data, name="mine_data"),
    path("mine/out/", mine.out, name="mine_out"),
]
