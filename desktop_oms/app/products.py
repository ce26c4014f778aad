"""Articles from a file: products, variants, barcodes, kits, pictures.

What a file does not say stays as it is; what did not change writes no event. Invariant: one barcode names one article, so a row
whose code belongs to another article is refused and every other row goes in.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Protocol

from sqlalchemy import select

from desktop_oms.app.commands import BACKGROUND, command, handles
from desktop_oms.app.context import Context
from desktop_oms.app.importing import PageResult, finish
from desktop_oms.db.schema import barcode, kit_component, picture, product, variant
from desktop_oms.db.tx import Tx, chunks
from desktop_oms.domain.barcode import code_key, gtin_damage, normalize_gtin
from desktop_oms.domain.errors import RuleError
from desktop_oms.domain.names import sku_key
from desktop_oms.domain.remote_order import RowProblem


class CodeRow(Protocol):
    """A barcode and the pieces one scan of it stands for."""

    @property
    def code(self) -> str: ...
    @property
    def factor(self) -> int: ...


class PartRow(Protocol):
    """A component of a kit."""

    @property
    def sku(self) -> str: ...
    @property
    def quantity(self) -> int: ...


class ProductFileRow(Protocol):
    """One row as the file reader hands it over (``sync.goods.ProductRowIn``)."""

    @property
    def sku(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def option(self) -> str: ...
    @property
    def barcodes(self) -> Sequence[CodeRow]: ...
    @property
    def weight_g(self) -> int | None: ...
    @property
    def length_mm(self) -> int | None: ...
    @property
    def width_mm(self) -> int | None: ...
    @property
    def height_mm(self) -> int | None: ...
    @property
    def components(self) -> Sequence[PartRow]: ...
    @property
    def picture(self) -> str: ...
    @property
    def cost_minor(self) -> int | None: ...
    @property
    def currency(self) -> str: ...
    @property
    def warnings(self) -> Sequence[str]: ...
    @property
    def line(self) -> int: ...


@command(right="import", priority=BACKGROUND, repeatable=True)
@dataclass(frozen=True, slots=True)
class ImportProducts:
    """Make or change articles.

    Attributes:
        rows: rows of one file; kits must come with or after their components, in any order within one command.
        pictures: content of the picture files that were found, by the name in the row.
        is_trial: compute the answer and keep nothing.
    """

    rows: tuple[ProductFileRow, ...]
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    import_run_id: int | None = None
    file: str = ""
    is_trial: bool = False


@handles(ImportProducts)
def handle_import_products(tx: Tx, cmd: ImportProducts, ctx: Context) -> PageResult:
    """Write what differs, in one statement per table; rows that cannot be taken are listed."""
    work = _Work(tx, cmd)
    for row in sorted(cmd.rows, key=lambda row: bool(row.components)):
        try:
            work.take(row)
        except RuleError as refusal:
            work.rejected.append(_problem(cmd.file, row.line, refusal))
    work.write()
    return finish(work.result(), cmd.is_trial)


@dataclass(slots=True)
class _Article:
    """What is known of one article while the file is read."""

    id: int
    product_id: int
    stored: Mapping[str, Any] | None
    changes: dict[str, Any] = field(default_factory=dict)
    is_touched: bool = False


class _Work:
    """One run over the rows: everything is looked up at the start and written at the end."""

    def __init__(self, tx: Tx, cmd: ImportProducts) -> None:
        self._tx = tx
        self._cmd = cmd
        part_keys = {sku_key(part.sku) for row in cmd.rows for part in row.components}
        self._articles = {
            row["sku_key"]: _Article(row["id"], row["product_id"], row)
            for row in _found(tx, variant, "sku_key", {sku_key(row.sku) for row in cmd.rows} | part_keys)
        }
        codes = {code_key(code.code) for row in cmd.rows for code in row.barcodes}
        self._codes = {row["code_key"]: dict(row) for row in _found(tx, barcode, "code_key", codes)}
        titles = {row.title for row in cmd.rows if row.title}
        self._products = {row["title"]: row["id"] for row in _found(tx, product, "title", titles)}
        self._kits = _kits(tx, [article.id for article in self._articles.values()])
        self._pictures = _known_pictures(tx, {article.product_id for article in self._articles.values()})
        self._inserts: dict[str, list[dict[str, Any]]] = {}
        self._updates: dict[str, list[dict[str, Any]]] = {}
        self._dropped_parts: list[int] = []
        self._outcomes: dict[str, str] = {}
        self._seen = 0
        self.rejected: list[RowProblem] = []

    def take(self, row: ProductFileRow) -> None:
        """Plan one row. Raises RuleError ``barcode.taken``, ``kit.unknown_component``, ``kit.of_kits``; then nothing of it is planned."""
        key = sku_key(row.sku)
        codes = self._sound_codes(row, key)
        parts = self._parts(row)
        article = self._articles.get(key)
        is_new = article is None
        if article is None:
            article = self._new_article(row, key)
        else:
            self._change_article(article, row, bool(parts))
        self._take_codes(article, codes)
        if parts:
            self._take_parts(article, parts)
        if row.picture:
            self._take_picture(article, row.picture)
        outcome = "created" if is_new else "updated" if article.is_touched else "unchanged"
        if self._outcomes.get(key) != "created":
            self._outcomes[key] = outcome

    def write(self) -> None:
        """One statement per table, parents first."""
        self._updates["variant"] = [
            {"id": article.id, **article.changes}
            for article in self._articles.values()
            if article.stored is not None and article.changes
        ]
        self._tx.delete(kit_component, self._dropped_parts)
        for table in (product, variant, barcode, kit_component, picture):
            self._tx.insert(table, self._inserts.get(table.name, ()))
            self._tx.update(table, self._updates.get(table.name, ()))

    def result(self) -> PageResult:
        """Counts by article, however many rows named it."""
        outcomes = list(self._outcomes.values())
        notes = tuple(f"Line {row.line}: {warning}" for row in self._cmd.rows for warning in row.warnings)
        created, updated, unchanged = (outcomes.count(name) for name in ("created", "updated", "unchanged"))
        return PageResult(created, updated, unchanged, rejected=tuple(self.rejected), notes=notes)

    # --- one row -------------------------------------------------------------------------------------------------

    def _sound_codes(self, row: ProductFileRow, key: str) -> dict[str, tuple[str, int]]:
        """code_key -> (code, factor); damaged ones are listed and left out, one of another article refuses the row."""
        found: dict[str, tuple[str, int]] = {}
        for code in row.barcodes:
            damage = gtin_damage(code.code)
            if damage is not None:
                facts = RuleError(damage.code, barcode=code.code, sku=row.sku)
                self.rejected.append(_problem(self._cmd.file, row.line, facts))
                continue
            taken = self._codes.get(code_key(code.code))
            article = self._articles.get(key)
            if taken is not None and (article is None or taken["variant_id"] != article.id):
                raise RuleError(
                    "barcode.taken", barcode=code.code, sku=row.sku, other=self._sku_of(taken["variant_id"])
                )
            found[code_key(code.code)] = (code.code.strip(), code.factor)
        return found

    def _parts(self, row: ProductFileRow) -> dict[int, int]:
        """Component variant -> pieces."""
        parts: dict[int, int] = {}
        for part in row.components:
            article = self._articles.get(sku_key(part.sku))
            if article is None:
                raise RuleError("kit.unknown_component", sku=row.sku, component=part.sku)
            if article.id in self._kits or sku_key(part.sku) == sku_key(row.sku):
                raise RuleError("kit.of_kits", sku=row.sku, component=part.sku)
            parts[article.id] = parts.get(article.id, 0) + part.quantity
        return parts

    def _new_article(self, row: ProductFileRow, key: str) -> _Article:
        title = row.title or row.sku
        article_id = self._tx.new_ids(1)[0]
        if title not in self._products:
            self._products[title] = self._tx.new_ids(1)[0]
            self._insert(product, {"id": self._products[title], "title": title})
        article = _Article(article_id, self._products[title], None)
        told = {**_TOLD_BY_DEFAULT, **_told(row), "title": title, "is_kit": bool(row.components)}
        self._insert(
            variant,
            {"id": article_id, "product_id": article.product_id, "sku": row.sku.strip(), "sku_key": key, **told},
        )
        self._articles[key] = article
        return article

    def _change_article(self, article: _Article, row: ProductFileRow, is_kit: bool) -> None:
        if article.stored is None:
            return
        told = _told(row)
        if is_kit:
            told["is_kit"] = True
        changes = {name: value for name, value in told.items() if value != article.stored[name]}
        article.changes.update(changes)
        article.is_touched = article.is_touched or bool(changes)

    def _take_codes(self, article: _Article, codes: Mapping[str, tuple[str, int]]) -> None:
        for key, (code, factor) in codes.items():
            known = self._codes.get(key)
            if known is None:
                kind = "gtin" if normalize_gtin(key) else "own"
                row = {"variant_id": article.id, "code": code, "code_key": key, "kind": kind, "factor": factor}
                self._codes[key] = row
                self._insert(barcode, row)
                article.is_touched = True
            elif known["factor"] != factor and "id" in known:
                self._updates.setdefault(barcode.name, []).append({"id": known["id"], "factor": factor})
                article.is_touched = True

    def _take_parts(self, article: _Article, parts: Mapping[int, int]) -> None:
        """The file's components replace the stored ones; orders keep what was frozen when they came."""
        stored = self._kits.get(article.id, {})
        for part_id, quantity in parts.items():
            if part_id not in stored:
                row = {"kit_variant_id": article.id, "component_variant_id": part_id, "quantity": quantity}
                self._insert(kit_component, row)
            elif stored[part_id]["quantity"] != quantity:
                changed = {"id": stored[part_id]["id"], "quantity": quantity}
                self._updates.setdefault(kit_component.name, []).append(changed)
        dropped = [row["id"] for part_id, row in stored.items() if part_id not in parts and "id" in row]
        self._dropped_parts += dropped
        same = not dropped and all(stored.get(part, {}).get("quantity") == count for part, count in parts.items())
        article.is_touched = article.is_touched or not same
        self._kits[article.id] = {part: {"quantity": count} for part, count in parts.items()}

    def _take_picture(self, article: _Article, name: str) -> None:
        content = self._cmd.pictures.get(name)
        digest = sha256(content).hexdigest() if content else ""
        known = self._pictures.get((article.product_id, article.id))
        is_address = "://" in name
        row = {
            "file_name": "" if is_address else name,
            "source_url": name if is_address else "",
            "sha256": digest,
            "media_type": _media_type(content),
        }
        if known is None:
            self._insert(
                picture, {"product_id": article.product_id, "variant_id": article.id, "content": content, **row}
            )
        elif any(known[part] != row[part] for part in ("file_name", "source_url")) or digest not in (
            "",
            known["sha256"],
        ):
            self._updates.setdefault(picture.name, []).append({"id": known["id"], "content": content, **row})
        else:
            return
        self._pictures[article.product_id, article.id] = {**row, "id": known["id"] if known else 0}
        article.is_touched = True

    def _insert(self, table: Any, row: dict[str, Any]) -> None:
        self._inserts.setdefault(table.name, []).append(row)

    def _sku_of(self, variant_id: int) -> str:
        new = (row["sku"] for row in self._inserts.get(variant.name, ()) if row["id"] == variant_id)
        return str(next(new, None) or self._tx.value(select(variant.c.sku).where(variant.c.id == variant_id)) or "")


# Why spelled out: rows of one insert statement name the same columns.
_TOLD_BY_DEFAULT: dict[str, Any] = {
    "option": "", "weight_g": None, "length_mm": None, "width_mm": None, "height_mm": None, "unit_cost_minor": None,
    "cost_currency": "",
}  # fmt: skip


def _told(row: ProductFileRow) -> dict[str, Any]:
    """Columns the row says something about."""
    told = {
        "title": row.title,
        "option": row.option,
        "weight_g": row.weight_g,
        "length_mm": row.length_mm,
        "width_mm": row.width_mm,
        "height_mm": row.height_mm,
        "unit_cost_minor": row.cost_minor,
        "cost_currency": row.currency if row.cost_minor is not None else "",
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


def _found(tx: Tx, table: Any, column: str, values: Collection[str]) -> Iterable[Any]:
    wanted: Sequence[Any] = sorted(values)
    for chunk in chunks(wanted):
        yield from tx.read(select(table).where(table.c[column].in_(chunk)))


def _kits(tx: Tx, variant_ids: Sequence[int]) -> dict[int, dict[int, Any]]:
    found: dict[int, dict[int, Any]] = {}
    for chunk in chunks(sorted(variant_ids)):
        for row in tx.read(select(kit_component).where(kit_component.c.kit_variant_id.in_(chunk))):
            found.setdefault(row["kit_variant_id"], {})[row["component_variant_id"]] = row
    return found


def _known_pictures(tx: Tx, product_ids: Collection[int]) -> dict[tuple[int, int | None], Any]:
    columns = [column for column in picture.columns if column.name != "content"]
    found: dict[tuple[int, int | None], Any] = {}
    for chunk in chunks(sorted(product_ids)):
        for row in tx.read(select(*columns).where(picture.c.product_id.in_(chunk)).order_by(picture.c.id.desc())):
            found[row["product_id"], row["variant_id"]] = row
    return found


def _media_type(content: bytes | None) -> str:
    """By the first bytes, never by the name."""
    if not content:
        return ""
    if content.startswith(b"\x89PNG"):
        return "image/png"
    if content.startswith(b"\xff\xd8"):
        return "image/jpeg"
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else "application/octet-stream"


_SENTENCES = {
    "barcode.taken": "Barcode {barcode} of {sku} belongs to {other} already. One of the two is wrong; correct it and import again.",
    "kit.unknown_component": "Kit {sku} names {component}, which is no known article. Add it to the file and import again.",
    "kit.of_kits": "Kit {sku} names {component}, which is a kit itself. List the single articles instead.",
}
_DAMAGED = "Barcode {barcode} of {sku} was damaged by a spreadsheet and was left out. Format the column as text and import again."


def _problem(file: str, line: int, refusal: RuleError) -> RowProblem:
    sentence = f"Line {line}: " + _SENTENCES.get(refusal.code, _DAMAGED).format(**refusal.data)
    column = "components" if refusal.code.startswith("kit.") else "barcodes"
    return RowProblem(file, line, column, refusal.code, sentence)
