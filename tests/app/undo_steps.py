"""Steps the tests of undo share."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop_oms.db import schema as s
from desktop_oms.domain.errors import OmsError, RuleError
from tests.support.shop import Floor, Story


def refusal_of(deed: Callable[[], object], family: type[OmsError] = RuleError) -> OmsError:
    with pytest.raises(family) as refusal:
        deed()
    return refusal.value


def _import_group(floor: Floor, order: Story) -> int:
    (event,) = [row for row in floor.rows(s.event, kind="order", entity_id=order.order_id) if "+" in row["changes"]
                and "sales_order" in row["changes"]["+"]]  # fmt: skip
    return int(event["undo_group_id"])
