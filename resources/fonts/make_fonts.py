"""Fetch and prepare the fonts that ship with the program; run by hand, only to raise a font's version.

    python make_fonts.py      # needs npm, fonttools and brotli; rewrites *.ttf, the licence files and SHA256SUMS

All fonts have TrueType outlines, because a PDF written by reportlab can carry no CFF outlines. Two are not the file as
published: Noto Sans KR keeps only Hangul and its punctuation (Chinese characters come from the JP and SC files), and
Inter Display is unpacked from WOFF2. Both keep their names: neither licence reserves them.
"""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

HERE = Path(__file__).resolve().parent
SCOPE = "@expo-google-fonts/"
# (npm package, version, weights to take)
PACKAGES = (
    ("inter", "0.4.2", ("400Regular", "500Medium", "600SemiBold", "700Bold")),
    ("noto-sans", "0.4.2", ("400Regular",)),
    ("noto-sans-hebrew", "0.4.1", ("400Regular", "700Bold")),
    ("noto-sans-arabic", "0.4.3", ("400Regular", "700Bold")),
    ("noto-sans-thai", "0.4.2", ("400Regular", "700Bold")),
    ("noto-sans-devanagari", "0.4.1", ("400Regular", "700Bold")),
    ("noto-sans-georgian", "0.4.3", ("400Regular",)),
    ("noto-sans-armenian", "0.4.2", ("400Regular",)),
    ("noto-sans-jp", "0.4.3", ("400Regular",)),
    ("noto-sans-kr", "0.4.3", ("400Regular",)),
    ("noto-sans-sc", "0.4.3", ("400Regular",)),
    ("noto-emoji", "0.4.7", ("400Regular",)),
)
INTER_DISPLAY = ("inter-ui", "4.1.1", "display/InterDisplay-Bold.woff2")
# Debian package fonts-noto-core 20201225: symbols (arrows, dingbats, stars) the others lack.
DEBIAN = ("NotoSansSymbols-Regular.ttf", "NotoSansSymbols2-Regular.ttf")
DEBIAN_FOLDER = Path("/usr/share/fonts/truetype/noto")
HANGUL = [
    *range(0x1100, 0x1200),
    *range(0x3000, 0x3030),
    *range(0x3130, 0x3190),
    *range(0x3200, 0x3220),
    *range(0x3260, 0x3280),
    *range(0xA960, 0xA980),
    *range(0xAC00, 0xD800),
    *range(0xFF00, 0xFFF0),
    0x20,
]


def fetch(package: str, version: str, folder: Path) -> Path:
    """Unpack one npm package below ``folder`` and return where it lies."""
    subprocess.run(["npm", "pack", f"{package}@{version}", "--silent"], cwd=folder, check=True)
    archive = next(folder.glob("*.tgz"))
    target = folder / package.replace("/", "-")
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    archive.unlink()
    return target / "package"


def keep_hangul(source: Path, target: Path) -> None:
    """Write ``source`` with nothing but Hangul; layout tables stay, so that old jamo still join."""
    options = subset.Options(layout_features=["*"], name_IDs=["*"], notdef_outline=True, recalc_timestamp=False)
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=HANGUL)
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


def main() -> None:
    """Rewrite every font, licence and hash in this folder."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for package, version, weights in PACKAGES:
            root = fetch(SCOPE + package, version, folder)
            shutil.copyfile(root / "LICENSE_FONT", HERE / f"OFL-{package}.txt")
            for weight in weights:
                source = next((root / weight).glob("*.ttf"))
                target = HERE / (source.stem.replace("_", "-").translate({ord(c): None for c in "0123456789"}) + ".ttf")
                if package == "noto-sans-kr":
                    keep_hangul(source, target)
                else:
                    shutil.copyfile(source, target)
        package, version, path = INTER_DISPLAY
        root = fetch(package, version, folder)
        font = TTFont(root / path, recalcTimestamp=False)
        font.flavor = None
        font.save(HERE / "InterDisplay-Bold.ttf")
        shutil.copyfile(root / "LICENSE.txt", HERE / "OFL-inter-display.txt")
    for name in DEBIAN:
        shutil.copyfile(DEBIAN_FOLDER / name, HERE / name)
    sums = [f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in sorted(HERE.glob("*.ttf"))]
    (HERE / "SHA256SUMS").write_text("".join(sums), encoding="ascii", newline="\n")


if __name__ == "__main__":
    main()
