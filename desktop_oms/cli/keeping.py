"""``doctor``, ``backup FILE``, ``restore FILE``, ``seed``."""

from __future__ import annotations

from pathlib import Path

from desktop_oms.app.keeping import back_up, examine, restore
from desktop_oms.cli.answer import DONE, REFUSED
from desktop_oms.cli.desk import Desk, Verb
from desktop_oms.domain.errors import RuleError


def doctor(desk: Desk) -> int:
    """Check the books; exit status 3 when something does not agree."""
    findings = examine(desk.shop)
    said = [
        f"{found.table} {found.id if found.id is not None else ''}: {found.difference} {found.sentence}"
        for found in findings
    ]
    desk.say.document({"findings": findings}, said or ["Every figure agrees."])
    return REFUSED if findings else DONE


def backup(desk: Desk) -> int:
    """Copy the books to a file, checked."""
    target = Path(desk.args.file).expanduser().absolute()
    copied = back_up(desk.shop, desk.url, target, overwrite=desk.args.overwrite)
    size = copied.path.stat().st_size
    answer = {"file": str(copied.path), "bytes": size, "findings": list(copied.findings)}
    said = [f"Copied to {copied.path} ({size} bytes), checked."]
    said += [f"The books themselves: {found.sentence}" for found in copied.findings]
    desk.say.document({"backup": answer}, said)
    return DONE


def put_back(desk: Desk) -> int:
    """Put a copy in place of the books nobody has open. Raises RuleError ``database.network_share`` and as ``keeping.restore``."""
    source = Path(desk.args.file).expanduser().absolute()
    if desk.url.startswith("sqlite:///"):
        books = Path(desk.url.removeprefix("sqlite:///"))
        if desk.services.is_network_path(books):
            raise RuleError("database.network_share", path=str(books))
    restored = restore(desk.url, source)
    copy = str(restored.copy) if restored.copy else None
    answer = {"file": str(source), "copy_of_before": copy, "erased_again": restored.erasures}
    said = [f"{source} is in place.", f"The books of before lie in {copy}." if copy else "There were no books before."]
    desk.say.document({"restored": answer}, said)
    return DONE


def seed(desk: Desk) -> int:
    """Fill the books with an invented shop."""
    from desktop_oms.sync.seed import fill

    args = desk.args
    report = fill(desk.shop, args.orders, args.seed)
    states = ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in report.views.items() if count)
    desk.say.document({"seeded": report}, [f"{report.orders} orders, {report.products} articles: {states}"])
    return DONE


VERBS: dict[str, Verb] = {"doctor": doctor, "backup": backup, "restore": put_back, "seed": seed}
