"""Screens of patients: find one, see one, who saw one, and the contradictions that wait."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from permanence.care.patients import operations, queries
from permanence.care.patients.web.forms import SearchForm, SettlementForm
from permanence.foundation import clock
from permanence.foundation.actors import CARE_ROLES, Role
from permanence.foundation.doors import opens_to, person_behind

MOST_RESULTS = 20


@opens_to(*CARE_ROLES, Role.AUDITOR)
@sensitive_post_parameters("text")
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest) -> HttpResponse:
    """Find a patient; by POST, because an address is kept in histories and logs and must name nobody."""
    form, found = SearchForm(request.POST or None), None
    if request.method == "POST" and form.is_valid():
        form = SearchForm({"text": form.whole_text()})
        found = queries.find(form.data["text"], limit=MOST_RESULTS)
        if found.answers:
            form.leave_focus()
        operations.account_for_reads(
            patients=[answer.patient.id for answer in found.answers],
            screen="patients:search",
            by=person_behind(request),
            occurred_at=clock.now(),
        )
    asked = [(trait, queries.ASKED[trait]) for trait in found.ask] if found else []
    shown = {"form": form, "found": found, "asked": asked, "most": MOST_RESULTS}
    return render(request, "patients/search.html", shown)


@opens_to(*CARE_ROLES, Role.AUDITOR)
@require_GET
def patient(request: HttpRequest, patient: UUID) -> HttpResponse:
    """One patient: who it is, under which names and numbers, and what was said of the files."""
    whole = queries.whole_patient(patient)
    if whole is None:
        raise Http404
    row = whole.person
    if row.id != patient:
        return redirect("patients:patient", row.id)
    _account(request, row.id, "patients:patient")
    return render(
        request,
        "patients/patient.html",
        {
            "row": row,
            "names": queries.names_borne(row.id),
            "identifiers": queries.identifiers_of(row.id),
            "links": queries.links_of(row.id),
            "contacts": whole.contacts,
            "contact_roles": queries.CONTACT_ROLES,
            "no_contacts": queries.NO_CONTACTS,
            "chart_address": _address("charts:patient", row.id),
        },
    )


@opens_to(Role.AUDITOR)
@require_GET
def reads(request: HttpRequest, patient: UUID) -> HttpResponse:
    """Who saw this patient's data."""
    row = _patient_or_404(patient)
    _account(request, row.id, "patients:reads")
    return render(request, "patients/reads.html", {"row": row, "reads": queries.reads_of(row.id)})


@opens_to(*queries.SETTLERS)
@require_GET
def contradictions(request: HttpRequest) -> HttpResponse:
    """The identifiers that a sender gives to one patient while another's file holds them."""
    rows = queries.open_contradictions()
    operations.account_for_reads(
        patients=[one.id for row in rows for one in (row.holder, row.claimant)],
        screen="patients:contradictions",
        by=person_behind(request),
        occurred_at=clock.now(),
    )
    return render(request, "patients/contradictions.html", {"rows": rows})


@opens_to(*queries.SETTLERS)
@require_POST
def settlement(request: HttpRequest, contradiction: UUID) -> HttpResponse:
    """Decide of one contradiction."""
    form = SettlementForm(request.POST)
    if form.is_valid():
        _settle(request, contradiction, form.cleaned_data)
    else:
        messages.error(request, _("Nothing was decided: say how it was checked."))
    response = redirect("patients:contradictions")
    response.status_code = 303
    return response


def _settle(request: HttpRequest, contradiction: UUID, decided: dict[str, Any]) -> None:
    try:
        operations.settle_contradiction(
            contradiction=contradiction,
            verdict=operations.Verdict(decided["verdict"]),
            reason=decided["reason"],
            by=person_behind(request),
            occurred_at=clock.now(),
        )
    except operations.UnknownContradiction as error:
        raise Http404 from error
    except operations.ContradictionAlreadySettled:
        messages.warning(request, _("Somebody decided of it before: nothing was done twice."))
    except operations.NothingToMove:
        messages.error(request, _("Both numbers are on one file: it cannot be taken apart here."))
    else:
        kept = decided["verdict"] == operations.Verdict.KEEP
        messages.success(request, _("Noted: the file was left as it is.") if kept else _("The number was moved."))


def _patient_or_404(patient: UUID) -> queries.PatientRow:
    row = queries.patient(patient)
    if row is None:
        raise Http404
    return row


def _account(request: HttpRequest, patient: UUID, screen: str) -> None:
    operations.account_for_read(patient=patient, screen=screen, by=person_behind(request), occurred_at=clock.now())


def _address(name: str, patient: UUID) -> str:
    """The address of a page of a room above, empty when the house has no such room."""
    try:
        return reverse(name, args=(patient,))
    except NoReverseMatch:
        return ""
