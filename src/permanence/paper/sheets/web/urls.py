"""Addresses of the sheets."""

from django.urls import path

from permanence.paper.sheets.web import views

urlpatterns = [path("", views.lookup, name="lookup")]
