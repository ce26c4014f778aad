"""Order bin names and article numbers as people do: A-2 before A-10.

The key is stored beside the name and compared byte by byte (PostgreSQL: ``COLLATE "C"``), so a list is sorted by its index.
Pure. Invariant: runs of digits compare as numbers whatever their length and leading zeros.
"""

from __future__ import annotations

import re

from desktop_oms.domain.names import fold

_LONGEST_RUN = 99


def natural_key(text: str) -> str:
    """Sort key of a name; equal for names that differ only in case, accents or leading zeros (break ties by the name).

    Each run of digits becomes its length in two digits and the digits without leading zeros, so ``A-2`` is ``a-012`` and
    ``A-10`` is ``a-0210``. Runs above 99 digits count as 99.
    """
    return re.sub(r"[0-9]+", _number_key, fold(text))


def _number_key(match: re.Match[str]) -> str:
    digits = match.group().lstrip("0")[:_LONGEST_RUN] or "0"
    return f"{len(digits):02d}{digits}"
