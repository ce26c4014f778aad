"""The threads beside the window: printing, keeping claims alive."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

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


class ClaimThread:
    """Renews the claim on what lies on this station's table every 30 s."""

    def __init__(self, shop: Shop, every_s: float = RENEW_EVERY_S) -> None:
        self._shop = shop
        self._every_s = every_s
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="claims", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End."""
        self._stopping.set()
        self._thread.join(5)

    def _run(self) -> None:
        station_id = self._shop.actor.station_id
        while station_id is not None and not self._stopping.wait(self._every_s):
            try:
                view = self._shop.ask(lambda reads: reads.pack_view_for_station(station_id))
                if view is not None:
                    self._shop.run(RenewClaim("shipment", view.shipment_id))
            except OmsError as away:
                log.info("a claim could not be renewed: %s", away)
            except Exception:
                log.exception("renewing a claim failed; it is tried again")
