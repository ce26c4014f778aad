"""Draw the office window with the rows of the design pictures, to be looked at beside them.

``python -m tests.ui.gallery OUT`` writes orders, stock, palette, panels and narrow windows in light and dark as PNG.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

import desktop_oms.app.holds
import desktop_oms.app.release
import desktop_oms.app.stock  # noqa: F401 - the commands whose buttons are drawn
from desktop_oms.domain.remote_order import RowProblem
from desktop_oms.ui.app import build_app
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.main_window import MainWindow, WindowParts
from desktop_oms.ui.models.selection import select_rows
from desktop_oms.ui.runtime import GuiRuntime
from desktop_oms.ui.services import ImportSummary
from desktop_oms.ui.theme import install_theme
from tests.ui.fakes import NOW, FakeReads, FakeRunner


class FakeImporter:
    """Always finds twelve orders and two bad rows."""

    def preview(self, path: str) -> ImportSummary:
        problems = (
            RowProblem(path, 17, "Lineitem quantity", "row.quantity", "“two” is no quantity. Write a whole number."),
            RowProblem(path, 41, "Currency", "row.currency", "EURO is no currency. Write the three-letter code, EUR."),
        )
        return ImportSummary(
            created=12,
            unchanged=3,
            rejected=problems,
            assumptions=("Times without a zone are taken as Europe/Berlin.",),
        )

    def run(self, path: str, on_progress: object) -> ImportSummary:
        return self.preview(path)


def settle(rounds: int = 12) -> None:
    """Let posted answers and timers run."""
    QTest.qWait(rounds * 15)


def make_window() -> MainWindow:
    """Return a window on the fake shop."""
    reads = FakeReads()
    reads.undo = ("ReleaseOrders", {"count": 3})
    formatter = Formatter("en_GB", ZoneInfo("Europe/Berlin"), lambda: NOW)
    runtime = GuiRuntime(FakeRunner(reads))
    return MainWindow(
        WindowParts(runtime, formatter, "Harbor & Pine", "Marta Keller", "Office · Manager", FakeImporter())
    )


def main(folder: Path) -> None:
    """Write all pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    app: QApplication = build_app(look="light")
    for look in ("light", "dark"):
        install_theme(app, look)
        window = make_window()
        window.resize(1440, 900)
        window.show()
        settle()
        settle(30)
        select_rows(window.orders.table, [(6, 8)])
        settle()
        window.grab().save(str(folder / f"orders-{look}.png"))
        window.open_palette("moss")
        settle(30)
        window.grab().save(str(folder / f"palette-{look}.png"))
        window.close_panel()
        window.orders.table.clearSelection()
        window.open_import("/home/marta/Downloads/orders_export.csv")
        settle(60)
        window.grab().save(str(folder / f"import-{look}.png"))
        window.close_panel()
        window.show_pane("stock")
        settle(30)
        window.grab().save(str(folder / f"stock-{look}.png"))
        window.stock.services.actions.get("stock.adjust").trigger()
        settle(20)
        window.grab().save(str(folder / f"adjust-{look}.png"))
        window.close_panel()
        window.show_pane("orders")
        window.services.actions.get("orders.hold").trigger()
        settle(20)
        window.grab().save(str(folder / f"hold-{look}.png"))
        window.close_panel()
        window.services.actions.get("app.keys").trigger()
        settle(20)
        window.grab().save(str(folder / f"keys-{look}.png"))
        window.close_panel()
        window.toast("3 shipments released", with_undo=True)
        window.resize(1100, 700)
        settle(20)
        window.grab().save(str(folder / f"small-{look}.png"))
        window.close()
        window.deleteLater()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "out/gallery"))
