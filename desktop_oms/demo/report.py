"""Write down what the demo came to: ``summary.json`` for machines, lines for people. Only what is real gets a key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desktop_oms.demo.day import DayResult


def summary(result: DayResult) -> dict[str, Any]:
    """The figures as the issue names them."""
    counted = result.figures
    assert counted is not None
    return {
        "orders_in_files": result.orders_in_files + result.orders_rejected,
        "orders_imported": counted.orders,
        "orders_rejected": result.orders_rejected,
        "shipments_packed": counted.shipments_packed,
        "shipments_dispatched": counted.shipments_dispatched,
        "units_verified": counted.units_verified,
        "faults_planted": result.faults_planted,
        "faults_caught": result.faults_caught,
        "scans_sent": result.scans_sent,
        "scans_answered": result.scans_answered,
        "scan_to_painted_ms": result.scan_ms,
        "documents": counted.documents,
        "doctor": [str(finding) for finding in result.doctor],
        "screenshots": result.screenshots,
        "seconds": result.seconds,
    }


def is_good(told: dict[str, Any]) -> bool:
    """Whether the day shows what it must: nothing lost, every fault caught, every scan answered, healthy books."""
    return (
        told["orders_in_files"] == told["orders_imported"] + told["orders_rejected"]
        and told["faults_planted"] > 0
        and told["faults_caught"] == told["faults_planted"]
        and told["scans_sent"] == told["scans_answered"]
        and told["shipments_packed"] > 0
        and not told["doctor"]
    )


def write(told: dict[str, Any], out: Path) -> Path:
    """Write ``summary.json`` into the folder and return its path."""
    path = out / "summary.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def lines(told: dict[str, Any], out: Path) -> list[str]:
    """The readable summary."""
    good = "Everything adds up." if is_good(told) else "Something does not add up; see summary.json."
    return [
        "",
        f"Orders     {told['orders_imported']} of {told['orders_in_files']} in the files came in,"
        f" {told['orders_rejected']} were rejected and listed",
        f"Packing    {told['shipments_packed']} shipments, {told['units_verified']} units verified by"
        f" {told['scans_sent']} scans, answered in {told['scan_to_painted_ms'].get('p50')} ms (p50),"
        f" {told['scan_to_painted_ms'].get('p99')} ms (p99)",
        f"Faults     {told['faults_caught']} of {told['faults_planted']} planted faults caught",
        f"Papers     {told['documents']} documents in {out / 'prints'}",
        f"Doctor     {'no findings' if not told['doctor'] else '; '.join(told['doctor'])}",
        f"Screens    {len(told['screenshots'])} pictures in {out / 'screens'}",
        f"Time       {told['seconds']} s",
        "",
        good,
    ]
