"""Addresses of this room."""

from django.urls import path

from permanence.exchange.feeds.web import views

urlpatterns = [
    path("", views.feeds, name="feeds"),
    path("<uuid:feed>/", views.feed, name="feed"),
    path("<uuid:feed>/hold/", views.hold, name="hold"),
    path("quarantine/", views.quarantine, name="quarantine"),
    path("quarantine/replay/", views.replay_all, name="replay_all"),
    path("quarantine/discarding/", views.discard_all, name="discard_all"),
    path("quarantine/<uuid:quarantined>/", views.quarantined, name="quarantined"),
    path("quarantine/<uuid:quarantined>/replay/", views.replay, name="replay"),
    path("quarantine/<uuid:quarantined>/mending/", views.mend, name="mend"),
    path("quarantine/<uuid:quarantined>/discarding/", views.discard, name="discard"),
]
