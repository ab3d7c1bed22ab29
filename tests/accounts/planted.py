"""Addresses of which one names no action and one an action that nobody knows."""

from django.http import HttpResponse
from django.urls import path

from mainstay.page.doors import PUBLIC, door
from mainstay.project import urls as house


def forgotten(request):
    return HttpResponse("this was open")


@door("cases.read_everything")
def misspelt(request):
    return HttpResponse("this was open")


@door(PUBLIC)
def welcome(request):
    return HttpResponse("welcome")


urlpatterns = [
    path("forgotten/", forgotten),
    path("misspelt/", misspelt),
    path("welcome/", welcome),
    *house.urlpatterns,
]
handler403 = house.handler403
handler404 = house.handler404
