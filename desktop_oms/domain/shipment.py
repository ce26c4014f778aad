"""What may happen to a shipment, and why not.

Table of domain.md section 1. Guards judge facts that the handler gathered in its transaction; effects are the handler's.
Invariant: every hold and every cancellation is checked again at release, packing, label and dispatch.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from desktop_oms.domain.machine import Machine, Refusal, Step, steps_from


@dataclass(frozen=True, slots=True)
class ShipmentFacts:
    """What the guards need to know. The defaults are the harmless case, so a handler states only what can be wrong.

    Attributes:
        open_holds: kinds of the open holds of any order in the shipment.
        unallocated: pieces without allocation.
        is_partial_allowed: business setting or the order's own wish.
        address_problems: codes of what a carrier would refuse; empty when the address is good.
        is_claimed_here: the caller holds the lease; ``claimed_by`` names who holds it otherwise.
        unpicked: pieces neither picked nor short with a reason.
        unverified: pieces neither verified by scan nor short with a reason.
        missing_serials: pieces whose serial, lot or best-before must be captured and is not.
        open_parcels, parcels, unlabelled_parcels: counts; void parcels do not count.
        was_picked: the goods lie in a tote or staging, so suspending leads back to ``picked``.
        is_cancelled: the order is cancelled; ``is_cancel_requested``: the channel or buyer asks for it.
        is_manifest_due: the business books dispatch by hand-over scan and that has not happened.
        channel_was_told: the channel got the shipment and takes no correction.
    """

    open_holds: tuple[str, ...] = ()
    lines: int = 1
    unallocated: int = 0
    is_partial_allowed: bool = False
    is_payment_ok: bool = True
    address_problems: tuple[str, ...] = ()
    is_claimed_here: bool = True
    claimed_by: str = ""
    unpicked: int = 0
    unverified: int = 0
    missing_serials: int = 0
    open_parcels: int = 0
    parcels: int = 1
    unlabelled_parcels: int = 0
    was_picked: bool = False
    is_cancelled: bool = False
    is_cancel_requested: bool = False
    is_manifest_due: bool = False
    channel_was_told: bool = False


def _not_held(facts: ShipmentFacts) -> Iterator[Refusal]:
    for kind in facts.open_holds:
        yield Refusal("shipment.on_hold", {"hold": kind})


def _not_cancelled(facts: ShipmentFacts) -> Iterator[Refusal]:
    if facts.is_cancelled:
        yield Refusal("shipment.order_cancelled")
    elif facts.is_cancel_requested:
        yield Refusal("shipment.cancel_requested")


def _paid(facts: ShipmentFacts) -> Iterator[Refusal]:
    if not facts.is_payment_ok:
        yield Refusal("shipment.not_paid")


def _allocated(facts: ShipmentFacts) -> Iterator[Refusal]:
    if not facts.lines:
        yield Refusal("shipment.empty")
    if facts.unallocated and not facts.is_partial_allowed:
        yield Refusal("shipment.not_allocated", {"missing": facts.unallocated})


def _address_valid(facts: ShipmentFacts) -> Iterator[Refusal]:
    for problem in facts.address_problems:
        yield Refusal("shipment.bad_address", {"problem": problem})


def _claimed_here(facts: ShipmentFacts) -> Iterator[Refusal]:
    if not facts.is_claimed_here:
        yield Refusal("pack.not_leased", {"claimed_by": facts.claimed_by})


def _all_picked(facts: ShipmentFacts) -> Iterator[Refusal]:
    if facts.unpicked:
        yield Refusal("shipment.not_picked", {"missing": facts.unpicked})


def _all_verified(facts: ShipmentFacts) -> Iterator[Refusal]:
    if facts.unverified:
        yield Refusal("shipment.not_verified", {"missing": facts.unverified})
    if facts.missing_serials:
        yield Refusal("shipment.data_missing", {"missing": facts.missing_serials})


def _sealed(facts: ShipmentFacts) -> Iterator[Refusal]:
    if not facts.parcels:
        yield Refusal("shipment.no_parcel")
    if facts.open_parcels:
        yield Refusal("shipment.parcel_open", {"open": facts.open_parcels})


def _labelled(facts: ShipmentFacts) -> Iterator[Refusal]:
    if facts.unlabelled_parcels:
        yield Refusal("shipment.label_missing", {"missing": facts.unlabelled_parcels})


def _handed_over(facts: ShipmentFacts) -> Iterator[Refusal]:
    if facts.is_manifest_due:
        yield Refusal("shipment.not_handed_over")


def _correctable(facts: ShipmentFacts) -> Iterator[Refusal]:
    if facts.channel_was_told:
        yield Refusal("shipment.channel_was_told")


def _was_picked(facts: ShipmentFacts) -> Iterator[Refusal]:
    if not facts.was_picked:
        yield Refusal("shipment.was_not_picked")


def _was_not_picked(facts: ShipmentFacts) -> Iterator[Refusal]:
    if facts.was_picked:
        yield Refusal("shipment.was_picked")


BEFORE_DISPATCH = ("draft", "released", "picking", "picked", "packing", "packed", "labelled")
IN_PROGRESS = ("released", "picking", "picked", "packing", "packed", "labelled")
LEFT_THE_HOUSE = ("dispatched", "in_transit", "delivered", "returned_to_sender", "lost")

SHIPMENT: Machine[ShipmentFacts] = Machine(
    name="shipment",
    states=(*BEFORE_DISPATCH, *LEFT_THE_HOUSE, "cancelled"),
    # Why final: a delivered or returned parcel goes on as a return case of its own.
    final=frozenset({"delivered", "returned_to_sender"}),
    steps=(
        Step("draft", "release", "released", (_not_held, _not_cancelled, _allocated, _paid, _address_valid)),
        Step("released", "recall", "draft"),
        Step("released", "start_picking", "picking", (_not_held, _not_cancelled, _claimed_here)),
        Step("picking", "stop_picking", "released"),
        Step("picking", "finish_picking", "picked", (_all_picked,)),
        Step("picked", "unpick", "released"),
        *steps_from(
            ("released", "picked"), "start_packing", "packing", _not_cancelled, _not_held, _paid, _claimed_here
        ),
        Step("packing", "suspend", "released", (_was_not_picked,)),
        Step("packing", "suspend", "picked", (_was_picked,)),
        Step("packing", "pack", "packed", (_not_cancelled, _not_held, _claimed_here, _all_verified, _sealed)),
        Step("packed", "reopen", "packing", (_claimed_here,)),
        Step("packed", "label", "labelled", (_not_cancelled, _not_held, _sealed, _labelled)),
        Step("labelled", "void_label", "packed"),
        Step("labelled", "dispatch", "dispatched", (_not_cancelled, _not_held, _sealed, _labelled, _handed_over)),
        Step("dispatched", "revert_dispatch", "labelled", (_correctable,)),
        Step("dispatched", "depart", "in_transit"),
        *steps_from(("dispatched", "in_transit"), "deliver", "delivered"),
        *steps_from(("dispatched", "in_transit"), "return_to_sender", "returned_to_sender"),
        *steps_from(("dispatched", "in_transit"), "lose", "lost"),
        Step("lost", "find", "in_transit"),
        Step("lost", "deliver", "delivered"),
        *steps_from(BEFORE_DISPATCH, "cancel", "cancelled"),
        Step("cancelled", "reinstate", "draft"),
    ),
)


def stop_reason(state: str, facts: ShipmentFacts) -> Refusal | None:
    """Why a packer who scanned this shipment is stopped by the full red field; None when packing may begin or go on.

    Codes: ``already_shipped``, ``cancelled``, ``cancel_requested``, ``on_hold``, ``not_paid``, ``not_released``,
    ``being_picked``, ``claimed``. The gravest reason wins. A packed or labelled shipment is no stop: it is shown with its documents.
    """
    if state in LEFT_THE_HOUSE:
        return Refusal("already_shipped")
    if state == "cancelled" or facts.is_cancelled:
        return Refusal("cancelled")
    if facts.is_cancel_requested:
        return Refusal("cancel_requested")
    if facts.open_holds:
        return Refusal("on_hold", {"hold": facts.open_holds[0], "holds": list(facts.open_holds)})
    if not facts.is_payment_ok:
        return Refusal("not_paid")
    if state == "draft":
        return Refusal("not_released")
    if state == "picking":
        return Refusal("being_picked", {"claimed_by": facts.claimed_by})
    if not facts.is_claimed_here:
        return Refusal("claimed", {"claimed_by": facts.claimed_by})
    return None
