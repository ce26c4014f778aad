"""Complaints of other systems' users about scanning that no other test here answers; the list is docs/complaints.md."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from tests.ui.packing_fakes import MUG
from tests.ui.packing_station import Ear as Ear
from tests.ui.packing_station import Station
from tests.ui.scan_hands import Scanner


@pytest.fixture
def station(qtbot: QtBot) -> Iterator[Station]:
    station = Station(qtbot)
    yield station
    station.decoder.uninstall()


def test_p01_a_scan_made_while_the_books_are_slow_waits_its_turn_and_is_answered(station: Station) -> None:
    station.desk.is_slow = True
    codes = [f"ORD{20_000 + number}" for number in range(30)]
    for code in codes:
        station.scan(code)
    answered = 0
    while station.desk.held:
        station.desk.answer_next()
        answered += 1
    assert (station.texts, answered) == (codes, 30)


@pytest.mark.parametrize(
    "code",
    [MUG, "ORD10482", "CTRLSUSPEND", "MUG-300-MOS", "0104012345672015172612311\x1d10L7"],
    ids=["article", "own code", "command", "sku", "gs1 with separator"],
)
def test_p11_a_scanner_that_types_is_all_it_takes_for_every_kind_of_code(station: Station, code: str) -> None:
    Scanner(station.handle).send(f"{code}\r")
    assert station.texts == [code]
