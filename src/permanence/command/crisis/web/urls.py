"""Addresses of this room."""

from django.urls import path

from permanence.command.crisis.web import views

urlpatterns = [
    path("", views.crisis, name="crisis"),
    path("declaration/", views.declare, name="declare"),
    path("kit/", views.kit, name="kit"),
    path("lift/", views.lift, name="lift"),
]
