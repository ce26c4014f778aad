"""Rights are denied in the bus, whoever asks, and hidden data is hidden in every read."""

from __future__ import annotations

import importlib
import pkgutil
import types
import typing
from dataclasses import MISSING, fields
from datetime import UTC, datetime
from typing import Any

import pytest

import desktop_oms.app as app_room
from desktop_oms.app.commands import Declaration, all_declarations, declaration_of
from desktop_oms.app.context import Actor
from desktop_oms.app.holds import PlaceHold
from desktop_oms.app.packing import PackScan
from desktop_oms.app.stock import AdjustStock
from desktop_oms.db import schema as s
from desktop_oms.db.records import QuerySpec
from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.rights import RIGHTS, ROLES
from tests.support.shop import Floor

for _module in pkgutil.walk_packages(app_room.__path__, "desktop_oms.app."):
    importlib.import_module(_module.name)
GUARDED = [declared for declared in all_declarations() if declared.right]


def any_command(declared: Declaration) -> Any:
    """An instance with harmless values: it must be refused before any of them is looked at."""
    kind = declared.command
    hints = typing.get_type_hints(kind)
    values = {
        item.name: _any_value(hints[item.name])
        for item in fields(kind)
        if item.default is MISSING and item.default_factory is MISSING
    }
    return kind(**values)


def _any_value(hint: Any) -> Any:
    origin = typing.get_origin(hint) or hint
    if origin in (typing.Union, types.UnionType):
        return None
    simple = {int: 0, str: "x", bool: False, tuple: (), list: [], datetime: datetime(2026, 1, 1, tzinfo=UTC)}
    return simple.get(origin, {})


def give_rights(floor: Floor, login: str, rights: list[str]) -> Floor:
    """The person with a role of its own that has exactly these rights."""
    person = floor.as_(login)

    def give(tx: Any) -> None:
        (role_id,) = tx.insert(s.role, [{"name": "only", "rights": rights}])
        (held,) = [row for row in floor.rows(s.user_role) if row["user_id"] == person.shop.actor.user_id]
        tx.update(s.user_role, [{"id": held["id"], "role_id": role_id}])

    floor.write(give)
    return person


@pytest.mark.parametrize("declared", GUARDED, ids=lambda declared: declared.command.__name__)
def test_every_command_is_refused_without_its_right_and_nothing_is_written(floor: Floor, declared: Declaration) -> None:
    person = give_rights(floor, "pia", sorted(set(RIGHTS) - {declared.right}))
    with floor.changes_nothing(), pytest.raises(RuleError) as refusal:
        person.shop.run(any_command(declared))
    assert (refusal.value.code, refusal.value.data) == ("right.missing", {"right": declared.right})


def test_every_declared_right_is_a_right_that_exists_and_that_someone_holds() -> None:
    for declared in all_declarations():
        assert declared.right == "" or declared.right in RIGHTS, declared
        assert declared.right == "" or declared.right in ROLES["owner"], declared


def test_what_anyone_may_do_is_a_short_list() -> None:
    assert {declared.command.__name__ for declared in all_declarations() if not declared.right} == {
        "StartShop", "ReleaseDueHolds"
    }  # fmt: skip


def test_a_stranger_may_do_nothing(floor: Floor) -> None:
    stranger = floor.shop.as_actor(Actor(4711, floor.shop.actor.station_id))
    with pytest.raises(RuleError) as refusal:
        stranger.run(PackScan("TEA"))
    assert refusal.value.code == "right.missing"


def test_someone_who_left_has_no_rights_though_the_window_is_still_open(floor: Floor) -> None:
    pia = floor.as_("pia")
    assert pia.scan("TEA").code == "unknown_code"
    floor.write(lambda tx: tx.update(s.app_user, [{"id": pia.shop.actor.user_id, "is_active": False}]))
    with pytest.raises(RuleError) as refusal:
        pia.scan("TEA")
    assert refusal.value.code == "right.missing"
    assert not pia.shop.ask(lambda reads: reads.may("see.personal"))


def test_a_right_given_a_moment_ago_counts(floor: Floor) -> None:
    pia = floor.as_("pia")
    with pytest.raises(RuleError):
        pia.shop.run(AdjustStock("TEA", "A-1", -1))
    (manager,) = floor.rows(s.role, name="manager")
    both = {"user_id": pia.shop.actor.user_id, "role_id": manager["id"]}
    floor.write(lambda tx: tx.insert(s.user_role, [both]))
    pia.shop.run(AdjustStock("TEA", "A-1", -1))


def test_p15_a_packer_may_place_a_hold_and_not_lift_it(floor: Floor) -> None:
    from desktop_oms.app.holds import ReleaseHold

    order = floor.an_order(("TEA", 1))
    pia = floor.as_("pia").shop
    held = pia.run(PlaceHold((order.order_id,))).value
    with pytest.raises(RuleError) as refusal:
        pia.run(ReleaseHold(tuple(held)))
    assert refusal.value.data["right"] == "hold.lift"


def test_a_command_right_inside_a_scan_is_checked_too(floor: Floor) -> None:
    floor.an_order(("TEA", 1)).released().in_packing()
    pia = give_rights(floor, "pia", ["pack"])
    with floor.changes_nothing(), pytest.raises(RuleError) as refusal:
        pia.scan("CTRLHOLD")
    assert refusal.value.data["right"] == "hold.place"


def test_the_program_itself_may_everything(floor: Floor) -> None:
    floor.shop.as_actor(Actor()).run(AdjustStock("TEA", "A-1", -1))


def test_names_and_addresses_are_hidden_in_every_read_from_who_may_not_see_them(floor: Floor) -> None:
    order = floor.an_order(("TEA", 2), note="Ring at Łuczak", buyer_phone="+49 30 123").released().in_packing()
    sees, blind = floor, give_rights(floor, "pia", ["orders.view", "pack"])

    def shown(seen: Floor) -> str:
        def ask(reads: Any) -> str:
            parts = [
                list(reads.orders.rows([order.order_id]).values()), reads.order_detail(order.order_id), reads.queue(),
                reads.search("Łuczak"), reads.search(order.number), reads.pack_view_for_station(floor.station_id(1)),
                list(reads.orders.snapshot(QuerySpec("all"))),
            ]  # fmt: skip
            return repr(parts)

        return seen.shop.ask(ask)  # type: ignore[no-any-return]

    secrets = ("Łuczak", "Kirchweg", "10115", "zoe@example.org", "+49 30 123", "Ring at")
    assert all(secret in shown(sees) for secret in secrets if secret != "10115")
    assert [secret for secret in secrets if secret in shown(blind)] == []


def test_every_command_says_what_undo_does_with_it() -> None:
    for declared in all_declarations():
        assert declared.undo in ("derived", "none", "never")
        assert bool(declared.why_not) == (declared.undo == "never")
        assert declaration_of(declared.command) is declared
