"""The site: the front board, then every room that has a web door."""

from django.urls import URLPattern, URLResolver, include, path

from permanence.entrance import views
from permanence.entrance.rooms import furniture

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.board, name="board"),
    *(
        path(f"{room.rsplit('.', 1)[-1]}/", include((urls.urlpatterns, room.rsplit(".", 1)[-1])))
        for room, urls in furniture("web.urls")
    ),
]
