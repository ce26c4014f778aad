"""Made again, a paper is the same to the byte: another process, day, time zone, locale and hash seed."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop_oms.documents import render
from tests.documents.papers import SCRIPTS, a_label, a_slip, to

ROOT = Path(__file__).parents[2]
PAPERS = (("packing_slip", "a4"), ("label", "4x6"), ("label", "4x6-zpl203"), ("label", "4x6-zpl300"))
# A day years ahead, told to the child by replacing the clock functions libraries use.
CHILD = """
import datetime, hashlib, sys, time
time.time = lambda: 2_100_000_000.0
from tests.documents.test_bytes import PAPERS, paper
render_first = [paper(kind, media) for kind, media in (PAPERS[::-1] if sys.argv[1] == "reversed" else PAPERS)]
print(" ".join(hashlib.sha256(paper(kind, media)).hexdigest() for kind, media in PAPERS))
"""


def paper(kind: str, media: str) -> bytes:
    lines = [text for pair in SCRIPTS.values() for text in pair][:8]
    data = a_slip(addressee=to(*lines)) if kind == "packing_slip" else a_label(addressee=to(*lines))
    return render(kind, data, media).content


@pytest.mark.parametrize(
    ("zone", "locale", "seed", "order"),
    [("Asia/Tokyo", "C", "1", "straight"), ("America/New_York", "de_DE.UTF-8", "4711", "reversed")],
    ids=["tokyo", "new york in german"],
)
def test_same_data_gives_identical_bytes_anywhere(zone: str, locale: str, seed: str, order: str) -> None:
    here = " ".join(hashlib.sha256(paper(kind, media)).hexdigest() for kind, media in PAPERS)
    env = {**os.environ, "TZ": zone, "LC_ALL": locale, "LANG": locale, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", CHILD, order],
        env=env,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == here


def test_one_changed_letter_changes_the_bytes() -> None:
    assert render("packing_slip", a_slip(), "a4").content != render("packing_slip", a_slip(service="UPS"), "a4").content
