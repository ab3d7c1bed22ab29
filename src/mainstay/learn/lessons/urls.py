"""Addresses of lessons."""

from django.urls import path

from .views import lessons, reviews

urlpatterns = [
    path("learn/", lessons.lesson_list, name="learn"),
    path("learn/lessons/<uuid:uid>/", lessons.lesson_page, name="lesson"),
    path("learn/reviews/", reviews.review_list, name="reviews"),
    path("learn/reviews/<uuid:uid>/", reviews.review_page, name="review"),
    path("learn/recommendations/", reviews.recommendation_list, name="recommendations"),
]
