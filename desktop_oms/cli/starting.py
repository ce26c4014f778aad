"""``run``, ``demo``, ``formats``: what starts something else, and the list of formats."""

from __future__ import annotations

from pathlib import Path

from desktop_oms.cli.answer import DONE, table
from desktop_oms.cli.desk import Desk, Verb


def run(desk: Desk) -> int:
    """Open the window; ends when it is closed."""
    args = desk.args
    return desk.services.run_window(
        desk.data, database=args.database, user=args.user, station=args.station, look=args.look
    )


def demo(desk: Desk) -> int:
    """Run the working day that shows itself."""
    return desk.services.run_demo(Path(desk.args.out), headless=desk.args.headless)


def formats(desk: Desk) -> int:
    """List the formats; opens no books."""
    known = [dict(found) for found in desk.services.formats()]
    rows = [[found["name"], found["kind"], found["channel_type"] or "-", found["title"]] for found in known]
    desk.say.document({"formats": known}, table(["NAME", "HOLDS", "CHANNEL", "WHAT IT IS"], rows))
    return DONE


VERBS: dict[str, Verb] = {"run": run, "demo": demo, "formats": formats}
