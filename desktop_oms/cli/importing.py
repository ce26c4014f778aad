"""``import`` and ``channels list | add``: export files on their way into the books."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from desktop_oms.app import lookups
from desktop_oms.app.intake.files import ImportOptions, import_file
from desktop_oms.app.intake.report import ImportReport
from desktop_oms.app.intake.runs import AddChannel
from desktop_oms.cli.answer import DONE, ROWS_REJECTED, table
from desktop_oms.cli.desk import Answer, Desk, Verb
from desktop_oms.domain.errors import OmsError

_READING = ("format", "dates", "timezone", "encoding", "mapping")
_COUNTS = ("created", "updated", "unchanged", "conflicts")
# Articles before their stock, stock before the orders that want it: so several files may stand in any order.
_KINDS = ("products", "stock", "orders")


def take_files(desk: Desk) -> int:
    """Read files into the books. All of them are recognized before the first one is read."""
    args, shop = desk.args, desk.shop
    desk.require("import")
    reading = {name: getattr(args, name) for name in _READING if getattr(args, name)}
    options = ImportOptions(channel=args.channel, reading=reading, is_trial=args.dry_run)
    paths = [Path(name).expanduser() for name in dict.fromkeys(args.files)]
    if len(paths) > 1:
        kinds = {path: shop.files.open(path, reading).kind for path in paths}
        paths.sort(key=lambda path: _KINDS.index(kinds[path]))
    reports: list[ImportReport] = []
    try:
        for path in paths:
            reports.append(import_file(shop, path, options))
    except OmsError:
        if reports:
            _tell(desk, reports)
        raise
    _tell(desk, reports)
    return ROWS_REJECTED if any(report.rejected for report in reports) else DONE


def _tell(desk: Desk, reports: list[ImportReport]) -> None:
    told = [report.as_json() for report in reports]
    answer: Answer = {name: sum(each[name] for each in told) for name in _COUNTS}
    answer["rejected"] = [row for each in told for row in each["rejected"]]
    # Each said once, and of which file where there are several.
    answer["assumptions"] = list(dict.fromkeys(said for each in told for said in each["assumptions"]))
    desk.say.document(answer, [line for report in reports for line in _lines(report)])


def _lines(report: ImportReport) -> list[str]:
    verb = "Would come in" if report.is_trial else "Came in"
    counts = ", ".join(f"{getattr(report, name)} {word}" for name, word in
                       zip(_COUNTS, ("new", "changed", "unchanged", "waiting for a decision"), strict=True))  # fmt: skip
    said = [f"{report.file} ({report.format}). {verb}: {counts}, {len(report.rejected)} rejected."]
    said += [f"  Assumed: {sentence}" for sentence in report.assumptions]
    said += [f"  Left out, line {row.line} ({row.field}): {row.message}" for row in report.rejected]
    return said


def list_channels(desk: Desk) -> int:
    """Every channel account."""
    rows = desk.shop.ask(lookups.channels)
    names = ("type", "name", "currency", "timezone", "is_active")
    answer = {"channels": [{name: getattr(row, name) for name in names} for row in rows]}
    lines = table(
        ["TYPE", "NAME", "CURRENCY", "TIME ZONE"], [[row.type, row.name, row.currency, row.timezone] for row in rows]
    )
    desk.say.document(answer, lines)
    return DONE


def add_channel(desk: Desk) -> int:
    """Connect another account."""
    args = desk.args
    desk.shop.run(AddChannel(args.type, args.name, currency=args.currency.upper(), timezone=args.timezone))
    added: dict[str, Any] = {"type": args.type, "name": args.name}
    desk.say.document({"added": added}, [f"Channel {args.name} ({args.type}) added."])
    return DONE


VERBS: dict[tuple[str, str], Verb] = {
    ("import", ""): take_files,
    ("channels", "list"): list_channels,
    ("channels", "add"): add_channel,
}
