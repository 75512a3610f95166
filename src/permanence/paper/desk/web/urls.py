"""Addresses of the desk."""

from django.urls import path

from permanence.paper.desk.web.views import fields, kinds, questions, queue, sheets, team

urlpatterns = [
    path("", queue.desk, name="desk"),
    path("turn/", queue.turn, name="turn"),
    path("return/", queue.give_back, name="give_back"),
    path("sheets/<uuid:sheet>/", sheets.sheet, name="sheet"),
    path("sheets/<uuid:sheet>/turn/", queue.turn, name="turn_of"),
    path("sheets/<uuid:sheet>/pages/<int:page>/", sheets.page, name="page"),
    path("sheets/<uuid:sheet>/patient/", sheets.patient, name="patient"),
    path("sheets/<uuid:sheet>/kept/", sheets.kept, name="kept"),
    path("fields/<uuid:field>/", fields.field, name="field"),
    path("fields/<uuid:field>/draft/", fields.draft, name="draft"),
    path("fields/<uuid:field>/crop/", fields.crop, name="crop"),
    path("fields/<uuid:field>/undoing/", fields.undoing, name="undoing"),
    path("fields/<uuid:field>/decision/", fields.decision, name="decision"),
    path("fields/<uuid:field>/question/", questions.ask, name="ask"),
    path("kinds/", kinds.kind, name="kind"),
    path("questions/", questions.questions, name="questions"),
    path("questions/slips/", questions.slips, name="slips"),
    path("questions/<uuid:question>/answer/", questions.answer, name="answer"),
    path("team/", team.team, name="team"),
]
