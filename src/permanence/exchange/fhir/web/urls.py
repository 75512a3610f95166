"""Addresses of this room."""

from django.urls import path

from permanence.exchange.fhir.web.views import keys, posts

urlpatterns = [
    path("", posts.post, name="post"),
    path("metadata", posts.metadata, name="metadata"),
    path("keys/", keys.keys, name="keys"),
    path("keys/<uuid:key>/revocation/", keys.revocation, name="revocation"),
    # After all others: resources by the address FHIR gives them.
    path("<slug:kind>", posts.post, name="create"),
    path("<slug:kind>/<str:number>", posts.post, name="update"),
]
