"""Addresses of this room."""

from django.urls import path

from permanence.command.keys.web import views

urlpatterns = [path("", views.keys_out, name="keys_out")]
