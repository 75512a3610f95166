"""A home of its own for what the box keeps while it reads, and one language."""

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("PERMANENCE_HOME", str(folder))
    return folder


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield
