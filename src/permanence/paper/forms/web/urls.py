"""Addresses of the forms."""

from django.urls import path

from permanence.paper.forms.web import views

urlpatterns = [
    path("", views.forms, name="forms"),
    path("<str:code>/<int:edition>/blank/", views.blank, name="blank"),
    path("<str:code>/prints/", views.prints, name="prints"),
    path("<str:code>/retirements/", views.retirements, name="retirements"),
    path("<str:code>/returns/", views.returns, name="returns"),
]
