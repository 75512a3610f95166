"""Addresses of this room."""

from django.urls import path

from permanence.exchange.tables.web import views

urlpatterns = [
    path("", views.tables, name="tables"),
    path("<uuid:table_import>/", views.table_import, name="table_import"),
    path("<uuid:table_import>/mapping/", views.mapping, name="mapping"),
    path("<uuid:table_import>/taking/", views.taking, name="taking"),
    path("<uuid:table_import>/dropping/", views.dropping, name="dropping"),
    path("<uuid:table_import>/rejects/", views.rejects, name="rejects"),
]
