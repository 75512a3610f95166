"""Addresses of this room."""

from django.urls import path

from permanence.people.directory.web import views

urlpatterns = [path("", views.staff, name="staff")]
