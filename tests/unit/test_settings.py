"""Declared settings: defaults hold, values are proved, words agree with the domain's."""

from __future__ import annotations

from typing import Any

import pytest

from desktop_oms.domain.order import GATES
from desktop_oms.settings import SETTINGS, SettingRefused, check_together, checked, declared, default_of


@pytest.mark.parametrize("key", sorted(SETTINGS))
def test_every_default_is_valid_and_every_setting_has_help_and_a_known_shape(key: str) -> None:
    setting = declared(key)
    assert checked(key, setting.default) == setting.default
    assert setting.help.endswith(".") and setting.scope in ("business", "station")
    assert setting.kind in ("bool", "int", "text", "choice", "list", "time", "timezone")
    assert bool(setting.choices) or setting.kind not in ("choice",)


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("lease.seconds", "120", "setting.wrong_type"),
        ("lease.seconds", True, "setting.wrong_type"),
        ("lease.seconds", 10, "setting.too_small"),
        ("lease.seconds", 1000, "setting.too_large"),
        ("shipping.partial", 1, "setting.wrong_type"),
        ("payment.gate", "sometimes", "setting.not_a_choice"),
        ("packing.auto_documents", ["packing_slip", "poem"], "setting.not_a_choice"),
        ("packing.auto_documents", "label", "setting.wrong_type"),
        ("shipping.cutoff", "25:00", "setting.not_a_time"),
        ("import.timezone", "Mars/Olympus", "setting.not_a_timezone"),
        ("import.timezone", "../etc/passwd", "setting.not_a_timezone"),
        ("import.timezone", "", "setting.not_a_timezone"),
        ("scan.prefix", "x" * 9, "setting.too_large"),
        ("no.such.key", 1, "setting.unknown"),
    ],
)
def test_a_value_outside_its_declaration_is_refused_by_name(key: str, value: Any, code: str) -> None:
    with pytest.raises(SettingRefused) as refused:
        checked(key, value)
    assert (refused.value.code, refused.value.data["key"]) == (code, key)


def test_a_list_is_kept_as_a_tuple_without_repeats() -> None:
    assert checked("packing.auto_documents", ["label", "packing_slip", "label"]) == ("label", "packing_slip")


def test_a_claim_lasts_two_minutes_and_is_renewed_every_half_minute() -> None:
    assert (default_of("lease.seconds"), default_of("lease.renew_seconds")) == (120, 30)


def test_a_claim_must_be_renewed_at_least_twice_before_it_runs_out() -> None:
    check_together({})
    with pytest.raises(SettingRefused) as refused:
        check_together({"lease.seconds": 59})
    assert refused.value.code == "setting.renew_too_rare"


def test_payment_gates_are_those_the_domain_knows() -> None:
    assert set(declared("payment.gate").choices) == set(GATES)
