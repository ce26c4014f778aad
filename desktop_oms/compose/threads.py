"""The threads beside the window: printing, and what the clock does (claims kept alive, holds whose date has come)."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from desktop_oms.app.context import Actor
from desktop_oms.app.holds import ReleaseDueHolds
from desktop_oms.app.leases import RENEW_EVERY_S, RenewClaim
from desktop_oms.app.printing import fail_interrupted, print_waiting
from desktop_oms.app.shop import Shop
from desktop_oms.domain.errors import OmsError

log = logging.getLogger(__name__)

_IDLE_S = 0.5


class PrintThread:
    """Works off print jobs as they come; ``wake`` when something was queued."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._wanted = threading.Event()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="spooler", daemon=True)

    def start(self) -> None:
        """Begin; jobs interrupted by a crash are set aside for a person first."""
        self._thread.start()

    def wake(self) -> None:
        """There may be work; callable from any thread."""
        self._wanted.set()

    def stop(self) -> None:
        """Finish the job in hand and end."""
        self._stopping = True
        self._wanted.set()
        self._thread.join(10)

    def _run(self) -> None:
        self._safely(fail_interrupted)
        while not self._stopping:
            self._wanted.wait(_IDLE_S)
            self._wanted.clear()
            if not self._stopping:
                self._safely(print_waiting)

    def _safely(self, work: Callable[[Shop], int]) -> None:
        try:
            work(self._shop)
        except OmsError as away:
            log.info("printing waits: %s", away)
        except Exception:
            log.exception("printing failed; it is tried again")


class ClockThread:
    """Every 30 s: renews the claim on what lies on this station's table, and lifts the holds whose until-date has come."""

    def __init__(self, shop: Shop, every_s: float = RENEW_EVERY_S) -> None:
        self._shop = shop
        self._every_s = every_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="clock", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stopping.set()
        self._thread.join(5)

    def _run(self) -> None:
        while not self._stopping.wait(self._every_s):
            self._safely(self.renew_claim)
            self._safely(self.lift_due_holds)

    def renew_claim(self) -> None:
        """Keep what lies on the table ours."""
        station_id = self._shop.actor.station_id
        view = None if station_id is None else self._shop.ask(lambda reads: reads.pack_view_for_station(station_id))
        if view is not None:
            self._shop.run(RenewClaim("shipment", view.shipment_id))

    def lift_due_holds(self) -> None:
        """Lift what is due, as the program itself: nobody's Ctrl+Z takes back what the clock did."""
        self._shop.as_actor(Actor()).run(ReleaseDueHolds())

    def _safely(self, work: Callable[[], None]) -> None:
        try:
            work()
        except OmsError as away:
            log.info("the clock's work waits: %s", away)
        except Exception:
            log.exception("the clock's work failed; it is tried again")
