"""Is every order called what its facts say, and did no more money go back than came in?

Counts with code of its own, not with the projections', and lets ``domain.order`` judge the result.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from sqlalchemy import Connection, RowMapping, select, text

from desktop_oms.db.doctor.finding import Finding, rows
from desktop_oms.db.schema import sales_order, setting
from desktop_oms.db.schema.base import in_list
from desktop_oms.domain.order import LineFact, MoneyFact, OrderFacts, OrderPolicy, OrderStatus, derive
from desktop_oms.domain.shipment import LEFT_THE_HOUSE
from desktop_oms.settings import default_of

_PAGE = 500
_DERIVED = (*(item.name for item in fields(OrderStatus) if item.name in sales_order.c), "line_count", "first_sku")

# Pieces of a line that left: those of shipment lines without demand (shipped elsewhere) count as sales units.
_LINES = f"""
SELECT line.order_id, line.id, line.sku, line.variant_id, line.quantity, line.cancelled_qty, line.requires_shipping,
       line.shipped_qty, line.returned_qty,
       (SELECT coalesce(sum(gone.quantity - gone.short_qty), 0) FROM shipment_line gone
         JOIN shipment ON shipment.id = gone.shipment_id
        WHERE gone.order_line_id = line.id AND gone.demand_id IS NULL AND {in_list("shipment.state", LEFT_THE_HOUSE)}) AS elsewhere,
       (SELECT count(*) FROM return_line unit WHERE unit.order_line_id = line.id AND unit.state = 'received') AS returned
FROM order_line line WHERE line.order_id BETWEEN :first AND :last ORDER BY line.order_id, line.position
"""  # noqa: S608 - our own constants

_DEMAND = f"""
SELECT demand.order_line_id, demand.id, demand.order_id, demand.per_unit, demand.shipped_qty,
       (SELECT coalesce(sum(allocation.quantity), 0) FROM allocation WHERE allocation.demand_id = demand.id) AS allocated,
       (SELECT coalesce(sum(gone.quantity - gone.short_qty), 0) FROM shipment_line gone
         JOIN shipment ON shipment.id = gone.shipment_id
        WHERE gone.demand_id = demand.id AND {in_list("shipment.state", LEFT_THE_HOUSE)}) AS shipped
FROM demand WHERE demand.order_id BETWEEN :first AND :last
"""  # noqa: S608

_FACTS = {
    "payments": "SELECT order_id, kind, state, amount_minor FROM payment WHERE order_id BETWEEN :first AND :last ORDER BY id",
    "holds": "SELECT order_id, kind FROM hold WHERE released_at IS NULL AND order_id BETWEEN :first AND :last ORDER BY id",
    "returns": "SELECT order_id, state FROM return_case WHERE order_id BETWEEN :first AND :last ORDER BY id",
    "conflicts": "SELECT order_id, field FROM sync_conflict WHERE state = 'open' AND order_id BETWEEN :first AND :last",
    "outbox": "SELECT entity_id AS order_id, state FROM outbox WHERE entity_kind = 'order'"
    " AND entity_id BETWEEN :first AND :last",
    "shipments": "SELECT DISTINCT line.order_id, shipment.id, shipment.state FROM shipment_line line"
    " JOIN shipment ON shipment.id = line.shipment_id WHERE line.order_id BETWEEN :first AND :last ORDER BY shipment.id",
}

Grouped = Mapping[int, list[Any]]


def status(conn: Connection) -> Iterator[Finding]:
    """Derived columns of orders, lines and demand are what a recount gives."""
    policy = _policy(conn)
    last = -1
    while True:
        query = select(sales_order).where(sales_order.c.id > last).order_by(sales_order.c.id).limit(_PAGE)
        orders = conn.execute(query).mappings().all()
        if not orders:
            return
        span = {"first": orders[0]["id"], "last": orders[-1]["id"]}
        last = span["last"]
        demand = _grouped(conn, _DEMAND, span, "order_line_id")
        lines = _grouped(conn, _LINES, span, "order_id")
        facts = {name: _grouped(conn, query, span, "order_id") for name, query in _FACTS.items()}
        for parts in demand.values():
            for part in parts:
                yield from _differs("demand", part, {"shipped_qty": part["shipped"]}, part["order_id"])
        for order in orders:
            counted = [(row, _line_fact(row, demand.get(row["id"], []))) for row in lines.get(order["id"], [])]
            for row, fact in counted:
                now = {"shipped_qty": fact.shipped, "returned_qty": fact.returned}
                yield from _differs("order_line", row, now, order["id"])
            yield from _differs("sales_order", order, _expected(order, counted, facts, policy), order["id"])


def _differs(table: str, row: RowMapping, expected: Mapping[str, Any], order_id: int) -> Iterator[Finding]:
    parts = [f"{name} {row[name]!r}, should be {value!r}" for name, value in expected.items() if row[name] != value]
    if parts:
        yield Finding(
            "order_status",
            table,
            row["id"],
            "; ".join(parts),
            f"Order {order_id} shows something else than its facts say; have its figures rebuilt.",
        )


def _line_fact(row: RowMapping, parts: list[Any]) -> LineFact:
    return LineFact(
        quantity=row["quantity"],
        cancelled=row["cancelled_qty"],
        shipped=int(row["elsewhere"]) + min((int(part["shipped"]) // part["per_unit"] for part in parts), default=0),
        returned=row["returned"],
        allocated=min((int(part["allocated"]) // part["per_unit"] for part in parts), default=0),
        requires_shipping=bool(row["requires_shipping"]),
        is_mapped=row["variant_id"] is not None or not row["requires_shipping"],
    )


def _expected(
    order: RowMapping, counted: list[tuple[Any, LineFact]], facts: Mapping[str, Grouped], policy: OrderPolicy
) -> dict[str, Any]:
    of = {name: grouped.get(order["id"], []) for name, grouped in facts.items()}
    sending = [row["state"] for row in of["outbox"]]
    judged = derive(
        OrderFacts(
            lifecycle=order["lifecycle"],
            total_minor=order["total_minor"],
            stated_payment_status=order["stated_payment_status"],
            payments=tuple(MoneyFact(row["kind"], row["state"], row["amount_minor"]) for row in of["payments"]),
            lines=tuple(fact for _row, fact in counted),
            shipments=tuple(row["state"] for row in of["shipments"]),
            open_holds=tuple(row["kind"] for row in of["holds"]),
            returns=tuple(row["state"] for row in of["returns"]),
            conflicts=len(of["conflicts"]),
            outbox_dead=sending.count("dead"),
            outbox_open=sum(state in ("pending", "sending", "unknown", "retry_wait") for state in sending),
        ),
        policy,
    )
    more = {"line_count": len(counted), "first_sku": counted[0][0]["sku"] if counted else ""}
    return {name: more[name] if name in more else getattr(judged, name) for name in _DERIVED}


def _policy(conn: Connection) -> OrderPolicy:
    query = select(setting.c.key, setting.c.value).where(setting.c.scope == "business")
    stored = {row.key: row.value for row in conn.execute(query)}
    gate, partial = (stored.get(key, default_of(key)) for key in ("payment.gate", "shipping.partial"))
    return OrderPolicy(payment_gate=gate, is_partial_allowed=bool(partial))


def _grouped(conn: Connection, query: str, span: Mapping[str, int], key: str) -> Grouped:
    found: dict[int, list[Any]] = defaultdict(list)
    for row in conn.execute(text(query), dict(span)).mappings():
        found[row[key]].append(row)
    return found


def refunds(conn: Connection) -> Iterator[Finding]:
    """No more was refunded than captured (a chargeback is not ours to limit)."""
    query = """
        SELECT order_id, sum(CASE WHEN kind = 'refund' AND state IN ('settled', 'captured') THEN amount_minor ELSE 0 END) AS back,
               sum(CASE WHEN kind = 'capture' AND state IN ('captured', 'settled') THEN amount_minor ELSE 0 END) AS taken
        FROM payment GROUP BY order_id
    """
    for row in rows(conn, f"SELECT * FROM ({query}) AS sums WHERE back > taken ORDER BY order_id"):  # noqa: S608
        yield Finding(
            "refunds",
            "sales_order",
            row["order_id"],
            f"refunded {row['back']}, captured {row['taken']}",
            f"Order {row['order_id']} gave back more money than it took; check its payments.",
        )
