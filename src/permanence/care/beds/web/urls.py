"""Addresses of this room."""

from django.urls import path

from permanence.care.beds.web import views

urlpatterns = [
    path("", views.wards, name="wards"),
    path("wards/<uuid:ward>/", views.ward, name="ward"),
    path("wards/<uuid:ward>/lines/", views.ward_lines, name="ward_lines"),
    path("contradictions/", views.contradictions, name="contradictions"),
    path("<uuid:bed>/closure/", views.closure, name="closure"),
    path("<uuid:bed>/reopening/", views.reopening, name="reopening"),
]
