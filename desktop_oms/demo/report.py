"""Write down what the demo came to: ``summary.json`` for machines, lines for people. Only what is real gets a key."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from desktop_oms.demo.day import DayResult


def summary(result: DayResult) -> dict[str, Any]:
    """The figures as the issue names them, and a sentence for everything that does not add up."""
    told: dict[str, Any] = {"orders_in_files": result.orders_in_files}
    if result.figures is not None:
        told["orders_imported"] = result.figures.orders
        told["orders_rejected"] = result.orders_rejected
    if result.figures is not None and result.scans_sent:
        told["shipments_packed"] = result.figures.shipments_packed
        told["shipments_dispatched"] = result.figures.shipments_dispatched
        told["units_verified"] = result.figures.units_verified
        told["faults_planted"] = sum(result.faults.values())
        told["faults_caught"] = result.faults_caught
        told["faults_by_kind"] = result.faults
        told["scans_sent"] = result.scans_sent
        told["scans_answered"] = result.scans_answered
        told["scan_to_painted_ms"] = result.scan_ms
        told["documents"] = result.figures.documents
    if result.codes_decoded is not None:
        told["codes_decoded"] = result.codes_decoded
    if result.confirmed_lines is not None:
        told["amazon_lines_confirmed"] = result.confirmed_lines
    told["doctor"] = result.doctor
    told["screenshots"] = result.screenshots
    told["seconds"] = result.seconds
    told["problems"] = problems(result)
    return told


def problems(result: DayResult) -> list[str]:
    """Why the day is not what it must be; empty when nothing was lost, every fault was caught and the books are healthy."""
    found = [f"The day stopped: {result.stopped}."] if result.stopped else []
    counted = result.figures
    if counted is not None and result.orders_in_files != counted.orders + result.orders_rejected:
        found.append(
            f"The files hold {result.orders_in_files} orders; {counted.orders} came in"
            f" and {result.orders_rejected} were refused."
        )
    planted = sum(result.faults.values())
    if result.faults_caught != planted:
        found.append(f"Faults not caught: {planted - result.faults_caught} of {planted}.")
    if not planted and not result.stopped:
        found.append("No fault was planted, so none was caught.")
    if result.doctor:
        found.append(f"The doctor has {len(result.doctor)} findings.")
    return [*found, *(f"{problem[:1].upper()}{problem[1:]}." for problem in result.problems)]


def write(told: dict[str, Any], out: Path) -> Path:
    """Write ``summary.json`` into the folder and return its path."""
    path = out / "summary.json"
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
    return path


def lines(told: dict[str, Any], out: Path) -> list[str]:
    """The readable summary."""
    said = [""]
    if "orders_imported" in told:
        said.append(
            f"Orders     {told['orders_imported']} of {told['orders_in_files']} in the files came in,"
            f" {told['orders_rejected']} were refused and listed"
        )
    if "shipments_packed" in told:
        speed = told["scan_to_painted_ms"]
        said += [
            f"Packing    {told['shipments_packed']} shipments, {told['units_verified']} units verified by"
            f" {told['scans_sent']} scans, answered in {speed['p50']} ms (p50), {speed['p99']} ms (p99 of the last 200)",
            f"Faults     {told['faults_caught']} of {told['faults_planted']} planted faults caught,"
            f" of {len(told['faults_by_kind'])} kinds",
            f"Dispatch   {told['shipments_dispatched']} shipments left",
            f"Papers     {told['documents']} documents in {out / 'prints'}",
        ]
    if "codes_decoded" in told:
        said.append(f"Codes      {told['codes_decoded']} codes read back at 203 dpi in one bit, each as the books say")
    if "amazon_lines_confirmed" in told:
        said.append(f"Amazon     {told['amazon_lines_confirmed']} order items in the confirmation file")
    said += [
        f"Doctor     {'; '.join(found['sentence'] for found in told['doctor']) or 'no findings'}",
        f"Screens    {len(told['screenshots'])} pictures in {out / 'screens'}",
        f"Time       {told['seconds']} s",
        "",
    ]
    if not told["problems"]:
        return [*said, "Everything adds up, to the cent and the piece."]
    return [*said, "This does not add up:", *(f"  - {problem}" for problem in told["problems"])]
