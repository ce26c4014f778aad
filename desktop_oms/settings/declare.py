"""How a setting is declared and how a value for it is proved.

Pure. Invariant: no value reaches the books that its declaration does not allow.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

Value = bool | int | str | tuple[str, ...]


class SettingRefused(ValueError):
    """A value or key that no declaration allows. ``code`` and ``data`` as in ``domain.errors``; app turns it into a RuleError."""

    def __init__(self, code: str, **data: Any) -> None:
        super().__init__(code, data)
        self.code = code
        self.data: dict[str, Any] = data


@dataclass(frozen=True, slots=True)
class Setting:
    """One declared setting.

    Attributes:
        key: dotted name; its first part is the group in the settings pane.
        kind: bool, int, text, choice, list (of choices, or of free texts when there are none), time (HH:MM) or timezone.
        default: valid by itself (tested).
        scope: business (one value for all) or station (one per packing table).
        unit: ms, s, days, percent, pieces, characters or ``""``.
        help: what it does, one or two sentences.
        minimum, maximum: range of an int, or length of a text; None for no bound.
        choices: allowed words of a choice or list.
    """

    key: str
    kind: str
    default: Value
    help: str
    scope: str = "business"
    unit: str = ""
    minimum: int | None = None
    maximum: int | None = None
    choices: tuple[str, ...] = ()


def check_value(setting: Setting, value: Any) -> Value:
    """The value in its one stored form (a list becomes a tuple without repeats).

    Raises:
        SettingRefused: ``setting.wrong_type``, ``setting.too_small``, ``setting.too_large``, ``setting.not_a_choice``,
            ``setting.not_a_time``, ``setting.not_a_timezone``; data names key, value and what is allowed.
    """
    if setting.kind == "bool":
        if not isinstance(value, bool):
            raise _wrong_type(setting, value)
        return value
    if setting.kind == "int":
        if not isinstance(value, int) or isinstance(value, bool):
            raise _wrong_type(setting, value)
        _check_range(setting, value, value)
        return value
    if setting.kind == "list":
        return _checked_list(setting, value)
    return _checked_text(setting, value)


def _checked_text(setting: Setting, value: Any) -> str:
    if not isinstance(value, str):
        raise _wrong_type(setting, value)
    _check_range(setting, len(value), value)
    if setting.choices and value not in setting.choices:
        raise SettingRefused("setting.not_a_choice", key=setting.key, value=value, choices=list(setting.choices))
    if setting.kind == "time" and not re.fullmatch(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]", value):
        raise SettingRefused("setting.not_a_time", key=setting.key, value=value)
    if setting.kind == "timezone" and not _is_timezone(value):
        raise SettingRefused("setting.not_a_timezone", key=setting.key, value=value)
    return value


def _checked_list(setting: Setting, value: Any) -> tuple[str, ...]:
    if not isinstance(value, (list, tuple)) or not all(isinstance(word, str) for word in value):
        raise _wrong_type(setting, value)
    for word in value:
        if setting.choices and word not in setting.choices:
            raise SettingRefused("setting.not_a_choice", key=setting.key, value=word, choices=list(setting.choices))
    _check_range(setting, len(value), value)
    return tuple(dict.fromkeys(value))


def _check_range(setting: Setting, size: int, value: Any) -> None:
    if setting.minimum is not None and size < setting.minimum:
        raise SettingRefused("setting.too_small", key=setting.key, value=value, minimum=setting.minimum)
    if setting.maximum is not None and size > setting.maximum:
        raise SettingRefused("setting.too_large", key=setting.key, value=value, maximum=setting.maximum)


def _is_timezone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return bool(name)


def _wrong_type(setting: Setting, value: Any) -> SettingRefused:
    return SettingRefused("setting.wrong_type", key=setting.key, value=repr(value), kind=setting.kind)
