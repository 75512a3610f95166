"""Addresses of this room: none holds a patient's data, only ids that mean nothing outside."""

from django.urls import path

from permanence.care.patients.web import views

urlpatterns = [
    path("", views.search, name="search"),
    path("contradictions/", views.contradictions, name="contradictions"),
    path("contradictions/<uuid:contradiction>/settlement/", views.settlement, name="settlement"),
    path("<uuid:patient>/", views.patient, name="patient"),
    path("<uuid:patient>/reads/", views.reads, name="reads"),
]
