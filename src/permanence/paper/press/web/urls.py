"""Addresses of the press."""

from django.urls import path

from permanence.paper.press.web import views

urlpatterns = [
    path("", views.runs, name="runs"),
    path("runs/<uuid:run>/", views.run, name="run"),
    path("runs/<uuid:run>/retries/", views.retries, name="retries"),
    path("parts/<uuid:part>/file/", views.file, name="file"),
    path("parts/<uuid:part>/again/", views.again, name="again"),
]
