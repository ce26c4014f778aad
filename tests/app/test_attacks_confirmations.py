"""A channel is told once and told at all, whatever happens to the file on the way."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from desktop_oms.app.confirmations import write_confirmations
from desktop_oms.app.outbox import ClaimConfirmations
from desktop_oms.db import schema as s
from desktop_oms.domain.errors import Unavailable
from tests.app.books import at_once
from tests.support.shop import Floor

TYPE = "shopify"


class _Files:
    """Keeps what was written; a full disk first, if told so."""

    def __init__(self, *, fails: int = 0) -> None:
        self.fails = fails
        self.written: dict[str, int] = {}

    def write_confirmation(self, channel_type: str, lines: Any, path: Path) -> None:
        if self.fails:
            self.fails -= 1
            raise Unavailable("file.unwritable", path=str(path), reason="No space left on device")
        self.written[path.name] = len(lines)


def test_what_could_not_be_written_to_one_file_goes_out_with_the_next_whatever_its_name(
    floor: Floor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    floor.an_order(("TEA", 1)).released().packed().dispatched()
    files = _Files(fails=1)
    monkeypatch.setattr(floor.shop, "files", files)

    with pytest.raises(Unavailable):
        write_confirmations(floor.shop, TYPE, tmp_path / "monday.txt")
    write_confirmations(floor.shop, TYPE, tmp_path / "tuesday.txt")

    assert files.written == {"tuesday.txt": 1}
    assert [row["state"] for row in floor.rows(s.outbox)] == ["sent"]


def test_two_stations_that_write_at_once_tell_each_shipment_in_one_file_only(floor: Floor) -> None:
    for _ in range(4):
        floor.an_order(("TEA", 1)).released().packed().dispatched()
    other = floor.restarted()

    answers = at_once(
        lambda: floor.shop.run(ClaimConfirmations(TYPE, "one.txt")).value,
        lambda: other.shop.run(ClaimConfirmations(TYPE, "two.txt")).value,
    )
    other.close()

    told = [row["id"] for answer in answers for row in answer]
    assert sorted(told) == sorted(set(told))
    assert len(told) == 4
