"""Addresses of the outlets."""

from django.urls import path

from permanence.paper.outlets.web import views

urlpatterns = [
    path("", views.printers, name="printers"),
    path("printers/", views.add_printer, name="add_printer"),
    path("printers/<uuid:printer>/removal/", views.removal, name="removal"),
    path("printers/<uuid:printer>/move/", views.move, name="move"),
    path("sendings/", views.sendings, name="sendings"),
    path("deliveries/<uuid:delivery>/fate/", views.fate, name="fate"),
    path("copies/", views.copies, name="copies"),
    path("stale/", views.stale, name="stale"),
    path("folders/", views.add_folder, name="add_folder"),
    path("folders/<uuid:folder>/removal/", views.leave_folder, name="leave_folder"),
]
