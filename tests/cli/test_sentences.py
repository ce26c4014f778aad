"""Refusals as the command line says them; codes made at run time have sentences as well (the others: tests/ui/test_texts.py)."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re

import desktop_oms.domain
from desktop_oms.cli.sentences import catalogue, deed, sentence
from desktop_oms.db import faults
from desktop_oms.domain.machine import Machine
from desktop_oms.settings.resources import resource_path

PACKAGE = resource_path().parent / "desktop_oms"


def made_at_run_time() -> set[str]:
    """Codes no raise statement spells out: steps of machines, constraints, what a spooler answered, damaged barcodes."""
    codes = {"internal", "disk.full", "print.may_have_printed"}
    for found in pkgutil.iter_modules(desktop_oms.domain.__path__):
        module = importlib.import_module(f"desktop_oms.domain.{found.name}")
        codes |= {f"{value.name}.no_such_step" for value in vars(module).values() if isinstance(value, Machine)}
    codes |= {code for _part, code in (*faults.RULES, *faults.RACES)}
    for path in ("system/spool/cups.py", "domain/barcode.py"):
        for node in ast.walk(ast.parse((PACKAGE / path).read_text("utf-8"))):
            if isinstance(node, ast.Constant) and re.fullmatch(r"(printer|barcode)\.[a-z_]+", str(node.value)):
                codes.add(str(node.value))
    return codes


def test_codes_made_at_run_time_have_sentences_too() -> None:
    codes = made_at_run_time()
    assert {"shipment.no_such_step", "stock.short", "printer.timeout", "barcode.lost_zeros"} <= codes
    assert sorted(code for code in codes if f"error.{code}" not in catalogue()) == []


def test_a_sentence_is_filled_with_facts_and_survives_their_absence() -> None:
    assert "CAR-06" in sentence("stock.unknown_sku", {"sku": "CAR-06"})
    assert "?" in sentence("stock.unknown_sku", {})


def test_facts_of_strangers_are_not_patterns() -> None:
    assert "{0.__class__}" in sentence("stock.unknown_sku", {"sku": "{0.__class__}"})


def test_a_code_without_a_sentence_is_shown_with_its_facts() -> None:
    assert sentence("new.rule", {"sku": "A1"}) == "Refused (new.rule). sku: A1"


def test_a_deed_is_named_with_its_count() -> None:
    assert deed("ReleaseOrders", {"count": 3}) == "Release 3 orders"
    assert deed("ReleaseOrders", {"count": 1}) == "Release 1 order"
    assert deed("SomethingNew", {}) == "SomethingNew"
