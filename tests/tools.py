"""Programs that some tests drive and that a machine may lack."""

from __future__ import annotations

import os
import shutil

import pytest


def need(name: str) -> None:
    """Skip the test where `name` is not installed; with SYMBACK_REQUIRE_TOOLS, as in continuous integration, fail it."""
    if shutil.which(name) is None:
        (pytest.fail if os.environ.get("SYMBACK_REQUIRE_TOOLS") else pytest.skip)(f"{name} is not installed")
