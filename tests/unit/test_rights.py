"""Roles grant listed rights only, and the dangerous ones are rights of their own."""

from __future__ import annotations

from desktop_oms.domain.rights import RIGHTS, ROLES, is_right, rights_of


def test_the_owner_may_everything_and_roles_grant_listed_rights_only() -> None:
    assert ROLES["owner"] == set(RIGHTS)
    assert all(rights <= set(RIGHTS) for rights in ROLES.values())


def test_p15_a_packer_packs_but_lifts_no_hold_forces_nothing_and_sees_no_cost() -> None:
    packer = ROLES["packer"]
    assert {"pack", "print", "undo.own"} <= packer
    assert packer.isdisjoint(
        {"hold.lift", "pack.force_verify", "see.cost", "lease.steal", "undo.others", "settings.change"}
    )


def test_a_manager_may_not_make_users() -> None:
    assert "users.manage" not in ROLES["manager"]
    assert {"hold.lift", "release", "import", "stock.adjust"} <= ROLES["manager"]


def test_several_roles_add_up_and_forgotten_names_grant_nothing() -> None:
    assert rights_of([["pack", "fly"], ["print"]]) == {"pack", "print"}
    assert not is_right("fly")
