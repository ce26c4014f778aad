"""From a fresh machine to a running Desktop OMS in one command; standard library only.

    python3 bootstrap.py demo [--out DIR] [--headless]   the working day that shows itself
    python3 bootstrap.py run                             the program
    python3 bootstrap.py test [pytest arguments]         check, then every test (OMS_REQUIRE=all: nothing may be left out)
    python3 bootstrap.py check                           format, lint, types, doors between the rooms
    python3 bootstrap.py bench                           measurements against raw code
    python3 bootstrap.py build                           a folder that runs without Python (PyInstaller)

The first call makes .venv, installs the locked requirements and, on Debian and Ubuntu, the system libraries Qt needs.
Later calls compare one stamp file and go on at once. Expected failures end in a sentence and exit status 5 (something is
missing or away) or 2 (usage); nothing here shows a traceback for them.
"""

import os
import sys

OLDEST, NEWEST = (3, 11), (3, 13)
if not OLDEST <= sys.version_info[:2] <= NEWEST:
    # Why here: the annotations below are evaluated on definition and would fail on an old Python before any sentence.
    print(
        "Desktop OMS needs Python 3.11, 3.12 or 3.13; this is Python %d.%d (%s).\n"
        "Install one of them (https://www.python.org/downloads/) and start again, for example: python3.12 bootstrap.py demo"
        % (sys.version_info[0], sys.version_info[1], sys.executable),
        file=sys.stderr,
    )
    sys.exit(5)

import hashlib
import importlib.util
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bootstrap_system import (
    EXIT_MISSING,
    EXIT_USAGE,
    Stop,
    apt_install,
    ensure_qt_libraries,
    ensure_test_tools,
    has_apt,
    is_there,
    say,
)

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
RUNTIME_LOCK, DEV_LOCK = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"

# -- the Python environment --------------------------------------------------------------------------------------------


def stamp_text(lock: Path) -> str:
    """What the environment was made of; a differing stamp means: install again."""
    digest = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes()).hexdigest()
    return f"python {sys.version_info[0]}.{sys.version_info[1]}\nroot {ROOT}\nlock {digest}\n"


def venv_version() -> str:
    """``3.12`` of the environment that is there, ``""`` when there is none."""
    try:
        text = (VENV / "pyvenv.cfg").read_text(encoding="utf-8")
    except OSError:
        return ""
    found = re.search(r"^version(?:_info)?\s*=\s*(\d+\.\d+)", text, re.MULTILINE)
    return found.group(1) if found else ""


def ensure_venv() -> None:
    """Make .venv for this Python; one of another Python, or a half-made one, is made anew."""
    has_pip = (
        any(VENV.glob("lib/python*/site-packages/pip/__main__.py"))
        or (VENV / "Lib/site-packages/pip/__main__.py").is_file()
    )
    if venv_version() == "%d.%d" % sys.version_info[:2] and PYTHON.exists() and has_pip:
        return
    if VENV.exists() and any(VENV.iterdir()) and not (VENV / "pyvenv.cfg").is_file():
        raise Stop(f"{VENV} is in the way and is not a Python environment. Move it aside and start again.")
    if importlib.util.find_spec("venv") is None or importlib.util.find_spec("ensurepip") is None:
        package = "python%d.%d-venv" % sys.version_info[:2]
        if not has_apt():
            raise Stop(
                "This Python lacks the modules venv and ensurepip. Install the full Python from https://www.python.org/downloads/."
            )
        apt_install([package], "The venv module of Python")
    say(f"Making {VENV} for Python {sys.version.split()[0]} ...")
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False
    )
    if made.returncode:
        raise Stop(
            f"Python could not make {VENV}:\n{(made.stdout + made.stderr).strip()[-600:]}\nIs the folder writable and the disk not full?"
        )


def applies(requirement: str) -> bool:
    """True when a locked line is for this system and Python, as far as its two usual markers tell (for the count only)."""
    for name, sign, value in re.findall(r"(sys_platform|python_full_version) (==|<|>=) '([^']+)'", requirement):
        if name == "sys_platform":
            holds = value == sys.platform
        else:
            is_older = sys.version_info[:2] < tuple(int(part) for part in value.split(".")[:2])
            holds = is_older == (sign == "<")
        if not holds:
            return False
    return True


def pip(arguments: Sequence[str], total: int = 0) -> None:
    """Run pip of the environment, one line of progress per package; its usual failures come back as sentences."""
    command = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", "install", *arguments]
    seen, lines = 0, []
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace"
    ) as process:
        assert process.stdout is not None
        for raw in process.stdout:
            line = raw.strip()
            lines.append(line)
            if line.startswith(("Collecting ", "Processing ")):
                seen += 1
                say(f"  [{seen:2}/{total}] {line.split()[1].rpartition('/')[2]}" if total else "  desktop-oms itself")
            elif re.search(r"Downloading .*\(\d{2,}\.\d MB\)", line):
                say("          " + line.rsplit("(", 1)[1].rstrip(")") + ", please wait")
            elif line.startswith("Installing collected"):
                say("  unpacking ...")
    if process.returncode:
        raise Stop(pip_sentence("\n".join(lines)))


def pip_sentence(output: str) -> str:
    """Say what went wrong in a failed pip run and what to do about it."""
    tail = "\n".join("    " + line for line in output.splitlines()[-6:])
    if "DO NOT MATCH THE HASHES" in output:
        return (
            "A downloaded package is not the one that was locked (its hash differs); nothing was installed. Check your package mirror.\n"
            + tail
        )
    if "No space left" in output:
        return "The disk is full; the environment needs about 1 GB. Make room and start again."
    if "Permission denied" in output or "Read-only file system" in output:
        return f"{ROOT} cannot be written. Copy the project to a folder of your own and start again there."
    if re.search(
        r"NewConnectionError|NameResolutionError|ConnectTimeout|Connection (refused|aborted|broken)|No route|ProxyError|timed out",
        output,
    ):
        return "The packages could not be fetched: no connection to the package index. Connect and start again; what came in is kept."
    return "pip could not install the locked packages:\n" + tail


SELF_TEST = """
from desktop_oms.system.qt_pair import lost_references, refusal
from PySide6 import QtCore, QtGui, QtWidgets, QtPrintSupport, QtSvg
sentence = refusal()
if sentence is None:
    class Bell(QtCore.QObject):
        rung = QtCore.Signal(int)
    bell = Bell()
    bell.rung.connect(lambda _value: None)
    if lost_references(lambda: bell.rung.emit(1)) > 0.5:
        sentence = "This PySide6 loses references on this Python and would abort after some thousand signals."
raise SystemExit(sentence)
"""


def ensure_environment(with_tools: bool) -> None:
    """Everything ``with_tools`` (tests, checks, builder) or the program alone needs, installed as locked."""
    lock = DEV_LOCK if with_tools else RUNTIME_LOCK
    stamps = {path: VENV / (path.stem + ".stamp") for path in (RUNTIME_LOCK, DEV_LOCK)}
    good = [
        path
        for path, stamp in stamps.items()
        if stamp.is_file() and stamp.read_text(encoding="utf-8") == stamp_text(path)
    ]
    if PYTHON.exists() and (lock in good or DEV_LOCK in good):
        return
    ensure_venv()
    for stamp in stamps.values():
        stamp.unlink(missing_ok=True)
    total = sum(
        1 for line in lock.read_text(encoding="utf-8").splitlines() if re.match(r"\S+==", line) and applies(line)
    )
    say(f"Installing the locked packages ({lock.name}; the first time about 250 MB to fetch) ...")
    pip(["--require-hashes", "--no-deps", "--only-binary", ":all:", "--progress-bar", "off", "-r", str(lock)], total)
    pip(["--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)])
    env = dict(os.environ, QT_QPA_PLATFORM="offscreen")
    tested = subprocess.run(
        [str(PYTHON), "-c", SELF_TEST], env=env, cwd=ROOT, capture_output=True, text=True, check=False
    )
    if tested.returncode:
        raise Stop("The installed Qt does not work here:\n" + tested.stderr.strip()[-600:])
    stamps[lock].write_text(stamp_text(lock), encoding="utf-8")
    say("The environment is ready.")


# -- verbs -------------------------------------------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """Variables of the children: the checkout comes first, output is not held back."""
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    return dict(os.environ, PYTHONPATH=path, PYTHONUNBUFFERED="1")


def call(title: str, *arguments: str) -> bool:
    """Run one tool in the checkout; True when it is content."""
    say(f"-- {title}")
    return subprocess.run([str(PYTHON), *arguments], cwd=ROOT, env=environment(), check=False).returncode == 0


def become(*arguments: str) -> int:
    """Hand over to the program, keeping the caller's folder so that its relative paths mean what they say."""
    command = [str(PYTHON), *arguments]
    if os.name != "nt":
        os.execve(command[0], command, environment())
    return subprocess.run(command, env=environment(), check=False).returncode


def verb_check() -> int:
    """Format, lint, types (also as on Windows and macOS), doors; all of them, so that one run names every fault."""
    mypy = ("-m", "mypy", "--no-error-summary")
    results = {
        "format": call("ruff format", "-m", "ruff", "format", "--check", "--quiet", "."),
        "lint": call("ruff check", "-m", "ruff", "check", "--quiet", "."),
        "types": call("mypy --strict", *mypy),
        "types on Windows": call(
            "mypy, as on Windows",
            *mypy,
            "--platform",
            "win32",
            "--cache-dir",
            ".mypy_cache/win32",
            "-p",
            "desktop_oms.system",
        ),
        "types on macOS": call(
            "mypy, as on macOS",
            *mypy,
            "--platform",
            "darwin",
            "--cache-dir",
            ".mypy_cache/darwin",
            "-p",
            "desktop_oms.system",
        ),
        "doors": call(
            "lint-imports", "-c", "from importlinter.cli import lint_imports_command as run; run()", "--no-cache"
        ),
    }
    bad = [name for name, is_good in results.items() if not is_good]
    say("check: " + ("all good" if not bad else "faults in " + ", ".join(bad)))
    return 1 if bad else 0


def verb_test(arguments: Sequence[str]) -> int:
    ensure_test_tools()
    checked = verb_check()
    # Why by file: a file's tests share what is dear to set up (databases, printers, a screen).
    chosen = arguments or ("-n", "auto", "--dist", "loadfile")
    tested = 0 if call("pytest", "-m", "pytest", *chosen) else 1
    say("test: " + ("all good" if not checked and not tested else "NOT good, see above"))
    return checked or tested


def dispatch(verb: str, rest: Sequence[str]) -> int:
    """Prepare what the verb needs, then do it."""
    if verb not in ("demo", "run", "test", "check", "bench", "build"):
        raise Stop(
            f"Unknown verb {verb!r}. Choose one of: demo, run, test, check, bench, build (see --help).", EXIT_USAGE
        )
    if verb != "check":
        ensure_qt_libraries()
    ensure_environment(with_tools=verb not in ("demo", "run"))
    if verb == "check":
        return verb_check()
    if verb == "test":
        return verb_test(rest)
    if verb == "bench":
        return become("-m", "benchmarks", *rest)
    if verb == "build":
        if has_apt() and not is_there("objdump"):
            apt_install(["binutils"], "objdump for PyInstaller")
        return (
            0
            if call(
                "PyInstaller",
                "-m",
                "PyInstaller",
                "--noconfirm",
                "--workpath",
                "build/pyinstaller",
                *rest,
                "build.spec",
            )
            else 1
        )
    return become("-m", "desktop_oms", verb, *rest)


def main(arguments: Sequence[str]) -> int:
    """Exit status of the verb; 5 when something is missing, 2 for a wrong call, 130 after Ctrl+C."""
    if not arguments or arguments[0] in ("-h", "--help", "help"):
        say((__doc__ or "").strip())
        return 0 if arguments else EXIT_USAGE
    try:
        return dispatch(arguments[0], arguments[1:])
    except Stop as stop:
        print(f"\n{stop}", file=sys.stderr, flush=True)
        return stop.status
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        where = error.filename or ROOT
        print(
            f"\n{where} cannot be used ({error.strerror or error}). Is the folder writable and the disk not full?",
            file=sys.stderr,
        )
        return EXIT_MISSING


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
