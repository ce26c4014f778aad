"""Kits: sold as one, stocked as components.

Pure. Invariant: a kit has no stock of its own; what can be sold is computed from its components every time and never stored (P28).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from desktop_oms.domain.errors import RuleError

# Component variant and pieces per kit.
Components = Sequence[tuple[int, int]]


def kit_available(components: Components, available: Mapping[int, int]) -> int:
    """Whole kits the components allow, >= 0. A component in two rows counts with its sum; an empty kit cannot be sold."""
    needed: dict[int, int] = {}
    for variant_id, quantity in components:
        needed[variant_id] = needed.get(variant_id, 0) + quantity
    counts = [
        max(0, available.get(variant_id, 0)) // quantity for variant_id, quantity in needed.items() if quantity > 0
    ]
    return min(counts, default=0)


def expand_kit(variant_id: int, quantity: int, kits: Mapping[int, Components]) -> dict[int, int]:
    """Base pieces behind ``quantity`` of a variant, kits within kits opened; a plain variant stands for itself.

    Raises:
        RuleError: ``kit.circle`` when a kit contains itself; data names the variants on the way.
    """
    pieces: dict[int, int] = {}
    _open_kit(variant_id, quantity, kits, pieces, ())
    return pieces


def _open_kit(
    variant_id: int, quantity: int, kits: Mapping[int, Components], pieces: dict[int, int], path: tuple[int, ...]
) -> None:
    if variant_id in path:
        raise RuleError("kit.circle", variants=[*path, variant_id])
    if variant_id not in kits:
        pieces[variant_id] = pieces.get(variant_id, 0) + quantity
        return
    for component_id, per_kit in kits[variant_id]:
        _open_kit(component_id, quantity * per_kit, kits, pieces, (*path, variant_id))
