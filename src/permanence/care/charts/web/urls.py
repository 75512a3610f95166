"""Addresses of this room: none holds a patient's data, only ids that mean nothing outside."""

from django.urls import path

from permanence.care.charts.web import views

urlpatterns = [path("patient/<uuid:patient>/", views.patient, name="patient")]
