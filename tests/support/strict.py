"""What may be missing on a machine, and what OMS_REQUIRE=all says to that."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

IS_STRICT = os.environ.get("OMS_REQUIRE") == "all"


def left_out(what: str) -> NoReturn:
    """Skip the test because ``what`` is not on this machine; with OMS_REQUIRE=all that is a failure."""
    if IS_STRICT:
        pytest.fail(f"OMS_REQUIRE=all, but {what}", pytrace=False)
    pytest.skip(what)
