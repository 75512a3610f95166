"""A home of its own for what the box keeps while it reads."""

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path_factory, monkeypatch):
    folder = tmp_path_factory.mktemp("home")
    monkeypatch.setenv("PERMANENCE_HOME", str(folder))
    return folder
