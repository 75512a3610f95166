"""Addresses of this room."""

from django.urls import path

from permanence.foundation.accounts.web.views import myself, others

urlpatterns = [
    path("sign-in/", myself.sign_in, name="sign_in"),
    path("badge-sign-in/", myself.badge_sign_in, name="badge_sign_in"),
    path("sign-out/", myself.sign_out, name="sign_out"),
    path("password/", myself.password, name="password"),
    path("people/", others.people, name="people"),
    path("new-person/", others.new_person, name="new_person"),
    path("people/<str:username>/", others.person, name="person"),
    path("people/<str:username>/grants/", others.grants, name="grants"),
    path("people/<str:username>/withdrawals/", others.withdrawals, name="withdrawals"),
    path("people/<str:username>/password/", others.new_password, name="new_password"),
    path("people/<str:username>/closure/", others.closure, name="closure"),
    path("people/<str:username>/reopening/", others.reopening, name="reopening"),
    path("people/<str:username>/unlocking/", others.unlocking, name="unlocking"),
    path("people/<str:username>/badge-revocation/", others.badge_revocation, name="badge_revocation"),
]
