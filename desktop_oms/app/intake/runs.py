"""Begin and end of reading a file, and the channel its orders belong to.

A run is a record of what happened, not a deed: it belongs to no undo group and stays when its orders are taken back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update

from desktop_oms.app.commands import command, handles
from desktop_oms.app.context import Context
from desktop_oms.db.schema import channel, company, import_row, import_run, undo_group
from desktop_oms.db.tx import Tx
from desktop_oms.domain.errors import RuleError, UsageError
from desktop_oms.domain.names import fold
from desktop_oms.domain.remote_order import RowProblem

_NAMES = {"shopify": "Shopify", "amazon": "Amazon", "ebay": "eBay", "etsy": "Etsy", "woocommerce": "WooCommerce"}


@command(right="channels.manage")
@dataclass(frozen=True, slots=True)
class AddChannel:
    """Connect an account of a channel. ``currency`` and ``timezone`` may stay empty: the company's currency, UTC."""

    type: str
    name: str
    account: str = ""
    currency: str = ""
    timezone: str = ""


@command(right="import", undo="none")
@dataclass(frozen=True, slots=True)
class BeginImport:
    """Open a run for a file.

    Attributes:
        channel_type: "" for stock and products, which belong to no channel.
        channel_name: which account, when there are several; "" for the only one, made if there is none.
    """

    file: str
    format: str
    sha256: str
    channel_type: str = ""
    channel_name: str = ""


@dataclass(frozen=True, slots=True)
class ImportBegun:
    """The run, and the channel its orders belong to."""

    import_run_id: int
    channel_id: int | None


@command(right="import", undo="none", repeatable=True)
@dataclass(frozen=True, slots=True)
class EndImport:
    """Close a run with what it came to; ``group_id`` is the undo group of its pages, None when nothing changed."""

    import_run_id: int
    created: int
    updated: int
    unchanged: int
    conflicts: int
    rejected: tuple[RowProblem, ...]
    assumptions: tuple[str, ...]
    group_id: int | None = None


@handles(AddChannel)
def handle_add_channel(tx: Tx, cmd: AddChannel, ctx: Context) -> int:
    """Make the channel and return its id. Raises RuleError ``channel.taken``."""
    taken = tx.read(select(channel.c.name).where(channel.c.type == cmd.type))
    if fold(cmd.name) in {fold(row["name"]) for row in taken}:
        raise RuleError("channel.taken", name=cmd.name, type=cmd.type)
    tx.label.update(name=cmd.name)
    return make_channel(tx, cmd.type, cmd.name, cmd.account, cmd.currency, cmd.timezone)


@handles(BeginImport)
def handle_begin_import(tx: Tx, cmd: BeginImport, ctx: Context) -> ImportBegun:
    """Open the run. Raises UsageError ``channel.ambiguous`` (several of that type), ``channel.unknown``."""
    channel_id = None
    if cmd.channel_type:
        channel_id = find_channel(tx, cmd.channel_type, cmd.channel_name)
        if channel_id is None:
            channel_id = make_channel(tx, cmd.channel_type, _NAMES.get(cmd.channel_type, cmd.channel_type.title()))
    row = {"channel_id": channel_id, "file_name": cmd.file, "format": cmd.format, "sha256": cmd.sha256}
    return ImportBegun(tx.insert(import_run, [{**row, "started_at": tx.now}])[0], channel_id)


@handles(EndImport)
def handle_end_import(tx: Tx, cmd: EndImport, ctx: Context) -> None:
    """Keep the counts and the rejected rows, and name the deed in the undo button."""
    counts = {name: getattr(cmd, name) for name in ("created", "updated", "unchanged", "conflicts")}
    ended = {"rejected": len(cmd.rejected), "assumptions": list(cmd.assumptions), "ended_at": tx.now}
    tx.update(import_run, [{"id": cmd.import_run_id, **counts, **ended}])
    if cmd.rejected:
        tx.technical(insert(import_row), _rejected_rows(tx, cmd))
    if cmd.group_id is not None:
        file = tx.value(select(import_run.c.file_name).where(import_run.c.id == cmd.import_run_id))
        label = {"file": file, "created": cmd.created, "updated": cmd.updated}
        tx.technical(update(undo_group).where(undo_group.c.id == cmd.group_id).values(label_data=label))


def find_channel(tx: Tx, channel_type: str, name: str = "") -> int | None:
    """Id of the named or only active channel of a type; None when there is none yet and no name was given.

    Raises:
        UsageError: ``channel.ambiguous`` with the names to choose from, ``channel.unknown``.
    """
    query = select(channel.c.id, channel.c.name).where(channel.c.type == channel_type, channel.c.is_active)
    return choose_channel(tx.read(query.order_by(channel.c.id)), channel_type, name)


def choose_channel(rows: Sequence[Any], channel_type: str, name: str) -> int | None:
    """The rule of :func:`find_channel` on rows with id and name."""
    names = [row["name"] for row in rows]
    if name:
        wanted = [row["id"] for row in rows if fold(row["name"]) == fold(name)]
        if not wanted:
            raise UsageError("channel.unknown", name=name, type=channel_type, known=names)
        return int(wanted[0])
    if len(rows) > 1:
        raise UsageError("channel.ambiguous", type=channel_type, names=names)
    return int(rows[0]["id"]) if rows else None


def make_channel(
    tx: Tx, channel_type: str, name: str, account: str = "", currency: str = "", timezone: str = ""
) -> int:
    """Insert a channel of the first company. Raises RuleError ``setup.missing`` before the first run."""
    owner = tx.one(select(company.c.id, company.c.currency).order_by(company.c.id).limit(1))
    if owner is None:
        raise RuleError("setup.missing")
    row = {"company_id": owner["id"], "type": channel_type, "name": name, "account": account}
    return tx.insert(channel, [{**row, "currency": currency or owner["currency"], "timezone": timezone or "UTC"}])[0]


def _rejected_rows(tx: Tx, cmd: EndImport) -> list[dict[str, Any]]:
    names = ("file", "line", "field", "code", "message")
    ids = tx.new_ids(len(cmd.rejected))
    return [
        {"id": row_id, "import_run_id": cmd.import_run_id, **{name: getattr(problem, name) for name in names}}
        for row_id, problem in zip(ids, cmd.rejected, strict=True)
    ]
