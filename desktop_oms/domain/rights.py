"""What a person may be allowed to do, and the three roles every shop begins with.

Rights are denied in the bus, whoever asks; a role is a list of rights and may be changed, the owner's may not.
Invariant: whatever a built-in role grants is a listed right.
"""

from __future__ import annotations

from collections.abc import Iterable

# Name -> what it allows, in the words of the settings pane.
RIGHTS: dict[str, str] = {
    "orders.view": "See orders, shipments and their history",
    "orders.edit": "Change orders, notes and tags",
    "orders.cancel": "Cancel and reinstate orders",
    "hold.place": "Put an order on hold",
    "hold.lift": "Lift a hold",
    "allocate": "Set stock aside for orders",
    "release": "Release shipments to the packing tables and recall them",
    "pick": "Pick and report short picks",
    "pack": "Pack at a packing table",
    "pack.force_verify": "Count a unit as verified without scanning it",
    "pack.assign_code": "Assign an unknown barcode to an article at the table",
    "lease.steal": "Take over a shipment another table is working on",
    "label.void": "Void a bought label",
    "dispatch": "Hand parcels over and write shipment confirmations",
    "print": "Print slips and labels",
    "stock.view": "See stock and its history",
    "stock.adjust": "Correct and count stock",
    "stock.receive": "Receive goods",
    "stock.oversell": "Allow more to be sold than is there",
    "products.edit": "Change articles, barcodes, pictures and kits",
    "returns.edit": "Receive and decide returns",
    "refund": "Give money back",
    "customers.view": "See customers",
    "customers.edit": "Change customers and addresses",
    "personal.erase": "Erase a person's data",
    "see.personal": "See names, addresses, e-mails and phones",
    "see.cost": "See purchase prices and margins",
    "import": "Read order and stock files",
    "export": "Write data out of the program",
    "channels.manage": "Connect, change and pause channels",
    "conflicts.resolve": "Decide between the channel's value and ours",
    "reports.view": "See reports",
    "undo.own": "Undo what oneself did",
    "undo.others": "Undo what colleagues did",
    "users.manage": "Add people and change their rights",
    "settings.change": "Change settings, printers and packing tables",
    "backup": "Back up and restore the books",
    "doctor": "Check the books",
}

_PACKER = ("orders.view", "stock.view", "pick", "pack", "print", "hold.place", "see.personal", "undo.own")
_NOT_FOR_MANAGERS = ("users.manage", "personal.erase", "backup")

ROLES: dict[str, frozenset[str]] = {
    "owner": frozenset(RIGHTS),
    "manager": frozenset(RIGHTS) - frozenset(_NOT_FOR_MANAGERS),
    "packer": frozenset(_PACKER),
}


def is_right(name: str) -> bool:
    """True for a listed right."""
    return name in RIGHTS


def rights_of(role_rights: Iterable[Iterable[str]]) -> frozenset[str]:
    """Rights of a person with several roles; names no longer listed grant nothing."""
    return frozenset(right for rights in role_rights for right in rights if right in RIGHTS)
