"""Words of a shell that are no UTF-8: a sentence for a reference, and a file is read whatever its name."""

from __future__ import annotations

import shutil

import pytest

from desktop_oms import compose
from tests.app.books import sample
from tests.cli.day import CommandLine


@pytest.mark.parametrize(
    "words", [("orders", "list", "--search", "\udcff"), ("orders", "show", "\udcff"), ("dispatch", "\udcff")]
)
def test_a_word_that_is_no_text_is_named_in_a_sentence(
    alone: CommandLine, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    assert compose.main(["--database", alone.url, "--data-dir", str(alone.data), *words]) == 2
    assert r"\udcff" in capsys.readouterr().err


def test_a_file_whose_name_is_no_text_is_imported(alone: CommandLine, capsys: pytest.CaptureFixture[str]) -> None:
    odd = alone.data / "old\udcff\n<b>.csv"
    source = next(path for path in sorted(sample(".").glob("*shopify*.csv")))
    shutil.copy(source, odd)

    status = compose.main(["--database", alone.url, "--data-dir", str(alone.data), "import", str(odd)])

    assert status in (0, 4), capsys.readouterr().err
