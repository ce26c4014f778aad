"""Who acts, where, with which rights and settings: what a handler may know besides its command."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import bindparam, or_, select

from desktop_oms.db.driver import Prepared
from desktop_oms.db.schema import app_user, role, setting, user_role
from desktop_oms.db.tx import Tx
from desktop_oms.domain.errors import RuleError
from desktop_oms.settings import default_of

SYSTEM_ACTOR = 0
# Someone who works here no more has no rights, though the program may still be open somewhere.
RIGHTS = Prepared(
    select(role.c.rights)
    .join(user_role, user_role.c.role_id == role.c.id)
    .join(app_user, app_user.c.id == user_role.c.user_id)
    .where(user_role.c.user_id == bindparam("user"), app_user.c.is_active)
)
_SETTINGS = Prepared(
    select(setting.c.key, setting.c.scope, setting.c.value).where(
        or_(setting.c.scope == "business", setting.c.station_id == bindparam("station"))
    )
)


@dataclass(frozen=True, slots=True)
class Actor:
    """Who works at which station. ``user_id`` 0 is the program itself and holds every right."""

    user_id: int = SYSTEM_ACTOR
    station_id: int | None = None


class Context:
    """One command's surroundings; made by the bus inside the transaction, so rights and settings are those of now.

    Attributes:
        template_versions: kind of paper -> version of its template and fonts, frozen into every document.
    """

    def __init__(self, actor: Actor, tx: Tx, template_versions: Mapping[str, str]) -> None:
        self.actor = actor
        self.template_versions = template_versions
        self._tx = tx
        self._rights: frozenset[str] | None = None
        self._settings: dict[tuple[str, str], Any] | None = None

    @property
    def user_id(self) -> int:
        return self.actor.user_id

    @property
    def station_id(self) -> int | None:
        return self.actor.station_id

    def has_right(self, right: str) -> bool:
        """Whether the actor holds ``right`` at this moment."""
        if self.actor.user_id == SYSTEM_ACTOR or not right:
            return True
        if self._rights is None:
            self._rights = union(row["rights"] for row in self._tx.read(RIGHTS, user=self.actor.user_id))
        return right in self._rights

    def require(self, right: str) -> None:
        """Refuse unless the actor holds ``right``. Raises RuleError ``right.missing``."""
        if not self.has_right(right):
            raise RuleError("right.missing", right=right)

    def setting(self, key: str) -> Any:
        """Value of a declared setting: the station's own, else the business's, else the declared default.

        All settings are read at once when the first is asked for; a handler that changes one does not see the change here.
        """
        if self._settings is None:
            rows = self._tx.read(_SETTINGS, station=self.station_id)
            self._settings = {(row["key"], row["scope"]): row["value"] for row in rows}
        stored = self._settings
        if (key, "station") in stored:
            return stored[key, "station"]
        return stored.get((key, "business"), default_of(key))


def union(groups: Iterable[Iterable[str]]) -> frozenset[str]:
    """All rights of several roles together."""
    return frozenset(right for group in groups for right in group)
