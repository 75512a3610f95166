"""The site: the front board, then every room that has a web door."""

from django.urls import URLPattern, URLResolver, include, path

from permanence.entrance import badges, views
from permanence.entrance.rooms import furniture

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.board, name="board"),
    path("live/", views.board_live, name="board_live"),
    path("gallery/", views.gallery, name="gallery"),
    path("health/", views.health, name="health"),
    path("language/", views.language, name="language"),
    path("appearance/", views.appearance, name="appearance"),
    path("badges/<str:username>/", badges.badge_card, name="badge_card"),
    *(
        path(f"{room.rsplit('.', 1)[-1].replace('_', '-')}/", include((urls.urlpatterns, room.rsplit(".", 1)[-1])))
        for room, urls in furniture("web.urls")
    ),
]
handler400 = "permanence.entrance.errors.bad_request"
handler403 = "permanence.entrance.errors.forbidden"
handler404 = "permanence.entrance.errors.not_found"
handler500 = "permanence.entrance.errors.server_error"
