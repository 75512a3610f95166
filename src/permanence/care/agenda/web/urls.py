"""Addresses of this room."""

from django.urls import path

from permanence.care.agenda.web import views

urlpatterns = [
    path("", views.day, name="day"),
]
