"""Who works here: users, their badges, roles and the rights a role lists."""

from __future__ import annotations

from sqlalchemy import UniqueConstraint

from desktop_oms.db.schema.base import partial_index, state_table
from desktop_oms.db.schema.types import flag, json_column, moment, ref, words

# ``login_key`` is the folded login; ``badge_code`` the text of the badge (USR and digits), '' when there is none.
app_user = state_table(
    "app_user",
    words("name", default=None),
    words("login", default=None),
    words("login_key", default=None),
    words("badge_code"),
    words("pin_hash"),
    words("locale"),
    flag("is_active", default=True),
    UniqueConstraint("login_key"),
    partial_index("uq_app_user_badge_code", "badge_code", where="badge_code <> ''", unique=True),
    aggregate=("user", "id"),
)

# ``rights`` is a list of right names; ``is_builtin`` roles (owner, manager, packer) cannot be deleted.
role = state_table(
    "role",
    words("name", default=None),
    json_column("rights", default="[]"),
    flag("is_builtin"),
    UniqueConstraint("name"),
    aggregate=("role", "id"),
)

user_role = state_table(
    "user_role",
    ref("user_id", "app_user"),
    ref("role_id", "role", index=True),
    moment("granted_at"),
    UniqueConstraint("user_id", "role_id"),
    aggregate=("user", "user_id"),
)
