"""Addresses of this room."""

from django.urls import path

from permanence.care.beds.web import views

urlpatterns = [
    path("", views.wards, name="wards"),
    path("wards/<uuid:ward>/", views.ward, name="ward"),
    path("wards/<uuid:ward>/lines/", views.ward_lines, name="ward_lines"),
    path("wards/<uuid:ward>/map/", views.ward_map, name="map"),
    path("wards/<uuid:ward>/map/beds/", views.map_beds, name="map_beds"),
    path("wards/<uuid:ward>/find/", views.find, name="find"),
    path("contradictions/", views.contradictions, name="contradictions"),
    path("<uuid:bed>/closure/", views.closure, name="closure"),
    path("<uuid:bed>/reopening/", views.reopening, name="reopening"),
]
