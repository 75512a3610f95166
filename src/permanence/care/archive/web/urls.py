"""Addresses of this room."""

from django.urls import path

from permanence.care.archive.web import views

urlpatterns = [path("", views.search, name="search")]
