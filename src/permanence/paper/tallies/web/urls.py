"""Addresses of the tallies."""

from django.urls import path

from permanence.paper.tallies.web import views

urlpatterns = [path("prints/<slug:tally>/", views.prints, name="prints")]
