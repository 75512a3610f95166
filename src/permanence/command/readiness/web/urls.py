"""Addresses of this room."""

from django.urls import path

from permanence.command.readiness.web import views

urlpatterns = [
    path("", views.readiness, name="readiness"),
    path("self-test/", views.self_test, name="self_test"),
]
