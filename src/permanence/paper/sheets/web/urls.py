"""Addresses of the sheets."""

from django.urls import path

from permanence.paper.sheets.queries import SheetList
from permanence.paper.sheets.web import views

urlpatterns = [
    path("", views.lookup, name="lookup"),
    path("many/", views.record, name="record"),
    path("on-paper/", views.on_paper, name="on_paper"),
    path("status/", views.status, name="status"),
    path("copies/", views.copies, name="copies"),
    path("copies/<uuid:question>/answer/", views.answer, name="answer"),
    path("stock/", views.stock, name="stock"),
    path("stock/wanted/", views.wanted, name="wanted"),
    path("lists/patience/", views.patience, name="patience"),
    *(path(f"lists/{which}/", views.listing, {"which": which}, name=f"list_{which}") for which in SheetList),
]
