"""Declared settings: what can be set, within which bounds, and what holds until someone sets it.

Values live in the database (table ``setting``) and change by command only; this room knows the declarations. See docs/house.md.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop_oms.settings.catalog import SETTINGS
from desktop_oms.settings.declare import Setting, SettingRefused, Value, check_value

__all__ = ["SETTINGS", "Setting", "SettingRefused", "Value", "check_together", "checked", "declared", "default_of"]


def declared(key: str) -> Setting:
    """The declaration of a key.

    Raises:
        SettingRefused: ``setting.unknown``.
    """
    try:
        return SETTINGS[key]
    except KeyError:
        raise SettingRefused("setting.unknown", key=key) from None


def default_of(key: str) -> Any:
    """What holds until someone sets the key; raises as ``declared``."""
    return declared(key).default


def checked(key: str, value: Any) -> Value:
    """The value in its stored form, proved against the declaration; raises as ``declared`` and ``check_value``."""
    return check_value(declared(key), value)


def check_together(values: Mapping[str, Any]) -> None:
    """Prove what single declarations cannot: a claim must be renewed at least twice before it runs out.

    Args:
        values: keys to be set; absent ones count with their default.

    Raises:
        SettingRefused: ``setting.renew_too_rare``.
    """
    lease = values.get("lease.seconds", default_of("lease.seconds"))
    renew = values.get("lease.renew_seconds", default_of("lease.renew_seconds"))
    if renew * 2 > lease:
        raise SettingRefused("setting.renew_too_rare", lease_seconds=lease, renew_seconds=renew)
