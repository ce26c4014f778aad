"""What bootstrap.py needs from the operating system: Qt's libraries and the programs the tests drive.

Standard library only. On Debian and Ubuntu missing packages are installed with apt when we are root; otherwise the exact
line to run is printed and nothing is changed. Elsewhere (other Linux, macOS, Windows) the wheels bring what Qt needs and
missing test tools are named as left out.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
NODE_DIR = ROOT / ".venv" / "node"  # zpl-renderer-js of the tests
NODE_LOCK = ROOT / "tests" / "support" / "node"
IS_STRICT = os.environ.get("OMS_REQUIRE") == "all"

EXIT_USAGE, EXIT_MISSING = 2, 5

# What the Qt wheels load from the system: offscreen first, then real windows under X11.
QT_LIBRARIES = (
    *(
        "libglib2.0-0",
        "libdbus-1-3",
        "libegl1",
        "libgl1",
        "libx11-6",
        "libfontconfig1",
        "libfreetype6",
        "libxkbcommon0",
    ),
    *("libbrotli1", "libgssapi-krb5-2", "libxcb-cursor0", "libxcb-icccm4", "libxcb-keysyms1", "libxkbcommon-x11-0"),
    *("libxcb-shape0", "libxcb-xkb1", "libxcb-image0", "libxcb-render-util0", "libxcb-randr0", "libxcb-sync1"),
    "libxcb-xfixes0",
)

# What the tests drive besides Python: (what for, files or programs any of which proves it is there, Debian packages).
TEST_TOOLS = (
    ("PostgreSQL", ("/usr/lib/postgresql/*/bin/initdb", "initdb"), ("postgresql",)),
    ("CUPS", ("cupsd", "/usr/sbin/cupsd"), ("cups", "cups-client", "cups-filters")),
    ("CUPS-PDF", ("/usr/lib/cups/backend/cups-pdf",), ("printer-driver-cups-pdf",)),
    ("lp", ("lp",), ("cups-client",)),
    ("Xvfb", ("Xvfb",), ("xvfb",)),
    ("openbox", ("openbox",), ("openbox",)),
    ("xdotool", ("xdotool",), ("xdotool",)),
    ("Ghostscript", ("gs",), ("ghostscript",)),
    ("Poppler", ("pdftotext",), ("poppler-utils",)),
    ("Noto fonts", ("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf",), ("fonts-noto-core",)),
    ("Noto CJK fonts", ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",), ("fonts-noto-cjk",)),
    ("Node", ("node",), ("nodejs",)),
    ("npm", ("npm",), ("npm",)),
)


class Stop(Exception):
    """An expected failure: the sentence to print; the exit status goes with it."""

    def __init__(self, sentence: str, status: int = EXIT_MISSING) -> None:
        super().__init__(sentence)
        self.status = status


def say(text: str) -> None:
    """One line of progress, visible at once even through a pipe."""
    print(text, flush=True)


def has_apt() -> bool:
    return sys.platform == "linux" and bool(shutil.which("apt-get")) and bool(shutil.which("dpkg-query"))


def missing_packages(wanted: Sequence[str]) -> list[str]:
    """Debian packages of ``wanted`` that are not installed (their renamed ``t64`` successors count)."""
    names = [form for name in wanted for form in (name, name + "t64")]
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *names]
    answer = subprocess.run(query, capture_output=True, text=True, check=False)
    present = {line.split()[0] for line in answer.stdout.splitlines() if line.endswith(" installed")}
    return [name for name in wanted if name not in present and name + "t64" not in present]


def is_there(probe: str) -> bool:
    """A program on PATH, or a file by its absolute pattern."""
    if probe.startswith("/"):
        return any(Path("/").glob(probe[1:]))
    return shutil.which(probe) is not None


def missing_tools() -> dict[str, tuple[str, ...]]:
    """Test tools that are not there, each with the Debian packages that bring it."""
    return {name: packages for name, probes, packages in TEST_TOOLS if not any(map(is_there, probes))}


def apt_line(packages: Sequence[str]) -> str:
    return (
        "apt-get update && apt-get -o DPkg::Lock::Timeout=180 install -y --no-install-recommends "
        + " ".join(packages)
    )  # fmt: skip


def apt_install(packages: Sequence[str], what: str) -> None:
    """Install Debian packages as root; otherwise stop with the exact line to run."""
    if os.geteuid() != 0:
        raise Stop(
            f"{what} missing. Run this once as root, then start again:\n\n    sudo sh -c '{apt_line(packages)}'\n"
        )
    say(f"Installing {what} with apt: {' '.join(packages)}")
    env = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    apt = ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=180"]
    # Why unchecked: one unreachable extra source must not stop an installation the others can serve.
    subprocess.run([*apt, "update"], env=env, check=False, stdout=subprocess.DEVNULL)
    done = subprocess.run([*apt, "install", "-y", "--no-install-recommends", *packages], env=env, check=False)
    if done.returncode:
        raise Stop(
            f"apt could not install {what} (see its message above). Mend that and start again, or run:\n\n    {apt_line(packages)}\n"
        )


def ensure_qt_libraries() -> None:
    if has_apt():
        missing = missing_packages(QT_LIBRARIES)
        if missing:
            apt_install(missing, "System libraries of Qt")


def ensure_test_tools() -> None:
    """Bring what the tests drive; with OMS_REQUIRE=all a gap stops the run, elsewhere it is named and left out."""
    gaps = missing_tools()
    if gaps and has_apt():
        packages = list(dict.fromkeys(name for names in gaps.values() for name in names))
        try:
            apt_install(packages, "test tools (" + ", ".join(gaps) + ")")
        except Stop as stop:
            say(str(stop))
        gaps = missing_tools()
    if "Node" not in gaps and "npm" not in gaps and not ensure_zpl_renderer():
        gaps["zpl-renderer-js"] = ()
    if gaps and IS_STRICT:
        raise Stop("OMS_REQUIRE=all, but these are missing: " + ", ".join(gaps) + ".")
    for name in gaps:
        say(f"Left out: tests that need {name} (not installed here).")


def ensure_zpl_renderer() -> bool:
    """Install the locked label renderer of the tests into .venv/node; False (with a sentence) when npm fails."""
    wanted = (NODE_LOCK / "package-lock.json").read_bytes()
    stamp = NODE_DIR / "installed-lock.json"
    if stamp.is_file() and stamp.read_bytes() == wanted:
        return True
    say("Installing the label renderer of the tests (npm, 27 MB) ...")
    NODE_DIR.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(NODE_LOCK / name, NODE_DIR / name)
    npm = shutil.which("npm") or "npm"
    command = [npm, "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=NODE_DIR, capture_output=True, text=True, check=False)
    if done.returncode:
        say("npm could not install zpl-renderer-js:\n" + "\n".join(done.stderr.splitlines()[-5:]))
        return False
    stamp.write_bytes(wanted)
    return True
