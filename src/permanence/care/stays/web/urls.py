"""Addresses of this room."""

from django.urls import path

from permanence.care.stays.web import views

urlpatterns = [
    path("contested/", views.contested, name="contested"),
    path("relative/", views.relative, name="relative"),
]
