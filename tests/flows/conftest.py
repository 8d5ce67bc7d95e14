"""Gives each test file of a flow the flow it is named after."""

from __future__ import annotations

import datetime as dt

import pytest

from dialogs.dialog import Dialog
from tests.flows.flow_case import FlowCase


@pytest.fixture
def flow(request: pytest.FixtureRequest, dialog: Dialog, now: dt.datetime) -> FlowCase:
    """The flow of ``tests/flows/test_<situation>.py``."""
    return FlowCase(dialog, request.path.stem.removeprefix("test_"), now)
