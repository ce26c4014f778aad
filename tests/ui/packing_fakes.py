"""A believable shop day for the packing pane: records, a desk that answers as told, and every state of the screen."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from desktop_oms.app.records import PackLine, PackView, QueueRow, ScanVerdict
from desktop_oms.settings.resources import resource_path
from desktop_oms.ui.formats import Formatter
from desktop_oms.ui.panes.packing.pane import PackingPane
from desktop_oms.ui.scan.bursts import Burst
from desktop_oms.ui.widgets.pack_facts import Device, JobFacts, TableFacts

NOW = datetime(2026, 11, 20, 14, 32, 6, tzinfo=UTC)
MUG = "4012345672015"
ALL_WORDS = frozenset(
    "done undo print reprint next_box split short broken hold suspend stop skip test help times_ten times_five".split()
)


def lines() -> tuple[PackLine, ...]:
    """Four lines, the second one half done."""
    return (
        PackLine(
            1, 11, 101, "COF-YIR-250", "Yirgacheffe Kochere, whole bean 250 g", "", "B-01-3", 2, 2, "cof-yir-250.png"
        ),
        PackLine(2, 12, 102, "MUG-300-MOS", "Stoneware mug 300 ml", "Moss", "A-03-2", 2, 3, "mug-300-mos.png"),
        PackLine(3, 13, 103, "DRI-02-WHT", "Pour-over dripper 02", "matte white", "A-02-1", 0, 1, "dri-02-wht.png"),
        PackLine(4, 14, 104, "FIL-02-100", "Paper filters No. 2, 100 pcs", "", "A-01-4", 0, 2, "fil-02-100.png"),
    )


def a_view(**changes: object) -> PackView:
    """Order 10482 as in the drawings."""
    view = PackView(
        shipment_id=7,
        shipment_number="10482-1",
        order_number="10482",
        customer_name="Nguyễn Thị Minh Khai",
        channel_type="shopify",
        channel_name="Shopify DE",
        destination="10437 Berlin, Germany",
        is_gift=True,
        ship_by_at=NOW.replace(hour=16, minute=30, second=0),
        state="packing",
        parcel_no=1,
        parcel_count=1,
        lines=lines(),
        current_line=2,
        remaining=4,
        total=8,
        note="",
    )
    return replace(view, **changes)  # type: ignore[arg-type]


def a_queue() -> tuple[QueueRow, ...]:
    """Two pick-up times and one order at another table."""
    first, second = NOW.replace(hour=16, minute=30, second=0), NOW.replace(hour=18, minute=0, second=0)
    names = [
        ("10486", "María José Ñúñez-O’Connor", 2),
        ("10487", "Ólafur Þórsson", 1),
        ("10488", "山田 太郎", 4),
        ("10489", "Χρήστος Παπαδόπουλος", 2),
        ("10485", "Müller & Söhne", 48),
        ("10478", "Inés Blanco", 1),
        ("10476", "Tomáš Černý", 3),
        ("10477", "Ana-Maria Șerban", 1),
    ]
    rows = [QueueRow(100 + i, number, name, count, first, "released") for i, (number, name, count) in enumerate(names)]
    rows += [QueueRow(200 + i, f"{10500 + i}", "محمد الفارسي", 1 + i % 3, second, "released") for i in range(8)]
    rows.append(QueueRow(300, "10484", "Jonas Weber", 2, first, "packing", claimed_by="Table 1, Jonas"))
    return tuple(rows)


class FakeDesk:
    """Answers scans with the verdicts it was given, at once or when told to."""

    def __init__(
        self, answers: Callable[[str], ScanVerdict | BaseException] | None = None, is_slow: bool = False
    ) -> None:
        self.answers = answers or (lambda text: ScanVerdict("unknown_code", text))
        self.is_slow = is_slow
        self.scans: list[tuple[str, str]] = []
        self.held: deque[Callable[[], None]] = deque()
        self.rows: tuple[QueueRow, ...] = a_queue()
        self.open_view: PackView | None = None
        self.queue_questions = 0

    def scan(
        self,
        text: str,
        scan_id: str,
        on_verdict: Callable[[ScanVerdict], None],
        on_error: Callable[[BaseException], None],
    ) -> None:
        self.scans.append((text, scan_id))

        def answer() -> None:
            verdict = self.answers(text)
            if isinstance(verdict, BaseException):
                on_error(verdict)
            else:
                on_verdict(verdict)

        if self.is_slow:
            self.held.append(answer)
        else:
            answer()

    def answer_next(self) -> None:
        """Let the oldest slow scan be answered."""
        self.held.popleft()()

    def queue(self, _limit: int, on_rows: Callable[[tuple[QueueRow, ...]], None]) -> None:
        self.queue_questions += 1
        on_rows(self.rows)

    def resume(self, on_view: Callable[[PackView | None], None]) -> None:
        on_view(self.open_view)


FACTS = TableFacts(
    "Packing table 2",
    "Aylin Demir",
    64,
    71,
    (Device("label", True), Device("paper", True), Device("online", True)),
)


def pictures(name: str) -> Path | None:
    """The sample pictures shipped with the program."""
    path = resource_path("pictures", name)
    return path if path.is_file() else None


def a_pane(desk: FakeDesk | None = None) -> PackingPane:
    """A pane on a standing clock."""
    pane = PackingPane(
        desk or FakeDesk(), formatter=Formatter("en_GB", UTC, lambda: NOW), pictures=pictures, commands=ALL_WORDS
    )
    pane.show_table_facts(FACTS)
    pane.start()
    return pane


VERDICTS: dict[str, ScanVerdict] = {
    "ok": ScanVerdict("ok", MUG, line=2, sku="MUG-300-MOS", done=2, of=3, remaining=4, view=a_view()),
    "line_done": ScanVerdict(
        "line_done",
        MUG,
        line=2,
        sku="MUG-300-MOS",
        done=3,
        of=3,
        remaining=3,
        view=a_view(
            lines=tuple(replace(x, done=3) if x.line_no == 2 else x for x in lines()), current_line=3, remaining=3
        ),
    ),
    "order_packed": ScanVerdict(
        "order_packed",
        MUG,
        line=4,
        done=2,
        of=2,
        documents=("packing_slip", "label"),
        view=a_view(lines=tuple(replace(x, done=x.of) for x in lines()), remaining=0, current_line=0, state="labelled"),
    ),
    "wrong_item": ScanVerdict(
        "wrong_item",
        "4012345672022",
        line=2,
        sku="MUG-300-MOS",
        done=2,
        of=3,
        remaining=4,
        view=a_view(),
        data={
            "order": "10482",
            "scanned_sku": "MUG-300-SAG",
            "scanned_title": "Stoneware mug 300 ml",
            "scanned_option": "Sage",
            "scanned_bin": "A-03-3",
            "scanned_picture": "mug-300-sag.png",
            "expected_sku": "MUG-300-MOS",
            "expected_code": MUG,
        },
    ),
    "too_many": ScanVerdict("too_many", MUG, line=1, sku="COF-YIR-250", done=2, of=2, remaining=4, view=a_view()),
    "other_order_same_tote": ScanVerdict(
        "other_order_same_tote", MUG, remaining=4, view=a_view(), data={"order": "10487", "slot": "3"}
    ),
    "unknown_code": ScanVerdict(
        "unknown_code", "040123456720", remaining=4, view=a_view(), data={"code": "040123456720"}
    ),
    "needs_data": ScanVerdict(
        "needs_data", MUG, reason="lot", line=1, sku="COF-YIR-250", remaining=4, view=a_view(), data={"wants": "lot"}
    ),
    "order_stop": ScanVerdict("order_stop", "ORD10475", reason="on_hold", data={"hold": "address", "order": "10475"}),
    "garbled": ScanVerdict("garbled", "4Ö12?45", reason="layout", view=a_view(), data={"raw": "4Ö12?45"}),
    "order_open": ScanVerdict("order_open", "ORD10482", remaining=4, view=a_view(), data={"order": "10482"}),
    "still_open": ScanVerdict(
        "needs_data",
        "ORD10486",
        reason="switch_order",
        remaining=4,
        view=a_view(),
        data={"order": "10482", "other": "10486", "left": 4},
    ),
    "suspended": ScanVerdict("command_done", "CTRLSUSPEND", reason="suspended", data={"order": "10482", "left": 4}),
    "refused": ScanVerdict(
        "command_refused",
        "CTRLDONE",
        reason="units_missing",
        remaining=4,
        view=a_view(),
        data={"command": "done", "left": 4},
    ),
}


def after(*codes: str) -> Callable[[int, int], PackingPane]:
    """A pane that was given these verdicts one after the other."""

    def build(width: int, height: int) -> PackingPane:
        queue = deque(VERDICTS[code] for code in codes)
        pane = a_pane(FakeDesk(lambda _text: queue.popleft()))
        pane.resize(width, height)
        pane.show()
        for code in codes:
            pane.take(Burst(VERDICTS[code].text, suffix_at=pane.presenter._clock() - 0.005))
        return pane

    return build


def _packed_with_jobs(width: int, height: int) -> PackingPane:
    pane = after("ok", "order_packed")(width, height)
    pane.show_jobs(
        (
            JobFacts("packing_slip", "spooled", "Office laser", "A4"),
            JobFacts("label", "rendering", "Zebra ZD421", "4 × 6 in"),
        )
    )
    return pane


def _idle_after_packed(width: int, height: int) -> PackingPane:
    pane = _packed_with_jobs(width, height)
    pane.show_screen(replace(pane.presenter.screen_now, page="idle", band=None), False)
    return pane


def _waiting(width: int, height: int) -> PackingPane:
    desk = FakeDesk(lambda _text: VERDICTS["ok"], is_slow=True)
    pane = a_pane(desk)
    pane.resize(width, height)
    pane.show()
    for _ in range(3):
        pane.take(Burst(MUG))
    desk.answer_next()
    return pane


def _typing(width: int, height: int) -> PackingPane:
    pane = a_pane()
    pane.presenter.on_typing("104")
    return pane


def _help(width: int, height: int) -> PackingPane:
    pane = a_pane()
    pane.take(Burst("CTRLHELP"))
    return pane


STATES: dict[str, Callable[[int, int], PackingPane]] = {
    "idle": lambda width, height: a_pane(),
    "idle_after": _idle_after_packed,
    "typing": _typing,
    "help": _help,
    "packed": _packed_with_jobs,
    "waiting": _waiting,
    "wrong_then_key": lambda width, height: _answered(after("ok", "wrong_item")(width, height)),
    **{name: after("ok", name) for name in VERDICTS if name not in ("order_packed",)},
}


def _answered(pane: PackingPane) -> PackingPane:
    pane.presenter.on_answered()
    return pane
