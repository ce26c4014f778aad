"""Are kits what they say they are?"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from desktop_oms.db.doctor.finding import Finding, rows

_CHECKS = (
    (
        """SELECT part.id, 'component of ' || kit.sku || ', which is no kit' AS difference
           FROM kit_component part JOIN variant kit ON kit.id = part.kit_variant_id WHERE NOT kit.is_kit ORDER BY part.id""",
        "kit_component",
        "A component belongs to an article that is not sold as a kit; mark the article or delete the component.",
    ),
    (
        """SELECT part.id, 'component ' || inner_kit.sku || ' of kit ' || kit.sku || ' is a kit itself' AS difference
           FROM kit_component part JOIN variant kit ON kit.id = part.kit_variant_id
           JOIN variant inner_kit ON inner_kit.id = part.component_variant_id WHERE inner_kit.is_kit ORDER BY part.id""",
        "kit_component",
        "Kits are not made of kits; name the stocked articles instead.",
    ),
    (
        """SELECT kit.id, 'kit ' || kit.sku || ' has no components' AS difference FROM variant kit
           WHERE kit.is_kit AND NOT EXISTS (SELECT 1 FROM kit_component part WHERE part.kit_variant_id = kit.id)
           ORDER BY kit.id""",
        "variant",
        "Orders of this kit would ship nothing; name its components.",
    ),
    (
        """SELECT kit.id, 'kit ' || kit.sku || ' has ' || CAST(sum(level.on_hand) AS TEXT) || ' pieces of its own'
             AS difference FROM variant kit JOIN stock_level level ON level.variant_id = kit.id
           WHERE kit.is_kit GROUP BY kit.id, kit.sku HAVING sum(level.on_hand) <> 0 ORDER BY kit.id""",
        "variant",
        "A kit is counted by its components only; move this stock to them.",
    ),
)


def kits(conn: Connection) -> Iterator[Finding]:
    """Kits have components, components are stocked articles, stock lies on components."""
    for query, table, sentence in _CHECKS:
        for row in rows(conn, query):
            yield Finding("kit", table, row["id"], row["difference"], sentence)
