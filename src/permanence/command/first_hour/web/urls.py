"""Addresses of this room."""

from django.urls import path

from permanence.command.first_hour.web.views import envelopes, hour

urlpatterns = [
    path("", hour.first_hour, name="first_hour"),
    path("next/", hour.follow, name="follow"),
    path("next/live/", hour.follow_live, name="follow_live"),
    path("next/<uuid:part>/", hour.paper, name="paper"),
    path("leave/", hour.leave, name="leave"),
    path("envelopes/", envelopes.envelopes, name="envelopes"),
    path("envelopes/<int:number>/revocation/", envelopes.revocation, name="revocation"),
]
