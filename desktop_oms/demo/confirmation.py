"""Read Amazon's shipment confirmation file back and hold it against what left the house."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path


def confirmation_differences(path: Path, wanted: Mapping[tuple[str, str], int]) -> list[str]:
    """Sentences for every line (order id, item id) -> units that is missing, told twice or told otherwise; none when all is well."""
    if not path.is_file():
        return [f"{path.name} was not written, though {len(wanted)} Amazon order items left"] if wanted else []
    told: dict[tuple[str, str], int] = {}
    problems = []
    with path.open(encoding="utf-8", newline="") as source:
        for row in csv.DictReader(source, delimiter="\t", quoting=csv.QUOTE_NONE):
            key = (row["order-id"], row["order-item-id"])
            if key in told:
                problems.append(f"{path.name} tells item {key[1]} of order {key[0]} twice")
            told[key] = int(row["quantity"])
            if not row["ship-date"] or not (row["carrier-code"] or row["carrier-name"]):
                problems.append(f"{path.name} has no date or carrier for order {key[0]}")
    for key in sorted(told.keys() | wanted.keys()):
        if told.get(key, 0) != wanted.get(key, 0):
            problems.append(
                f"order {key[0]}, item {key[1]}: {wanted.get(key, 0)} units left, {path.name} says {told.get(key, 0)}"
            )
    return problems
