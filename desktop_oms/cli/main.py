"""The entry of the command line: parse, run one verb, turn every end into an exit status.

Nothing that goes wrong leaves a traceback on the terminal: refusals are sentences, our own faults go to the log with one sentence
here. Each verb's module is imported when its verb is asked for, so that ``--help`` and ``formats`` answer at once.
"""

from __future__ import annotations

import io
import logging
import os
import sys
from collections.abc import Sequence

from desktop_oms.cli.answer import DONE, INTERRUPTED, OUR_FAULT, Printer
from desktop_oms.cli.desk import Desk, Services, Verb
from desktop_oms.cli.parser import build_parser
from desktop_oms.domain.errors import OmsError, UsageError

__all__ = ["Services", "run"]

log = logging.getLogger(__name__)


def run(argv: Sequence[str], services: Services) -> int:
    """Carry out one command line; returns the exit status of docs/cli.md."""
    _speak_utf8()
    # Why: without any handler Python would print our own log, traceback included, on the terminal.
    quiet = logging.NullHandler()
    logging.getLogger().addHandler(quiet)
    try:
        return _finished(_run(argv, services))
    except BrokenPipeError:
        return _reader_gone()
    finally:
        logging.getLogger().removeHandler(quiet)


def _run(argv: Sequence[str], services: Services) -> int:
    say = Printer("--json" in argv)
    try:
        args = build_parser().parse_args(list(argv))
    except OmsError as refusal:
        return say.refusal(refusal)
    except SystemExit as asked:  # --help
        return int(asked.code or 0)
    desk = Desk(args, services, say)
    try:
        return _verb(args.verb, getattr(args, "action", ""))(desk)
    except OmsError as refusal:
        return say.refusal(refusal)
    except KeyboardInterrupt:
        say.note("Stopped. What was saved before stays.")
        return INTERRUPTED
    except BrokenPipeError:
        raise
    except UnicodeEncodeError as fault:
        # Only half a character cannot be encoded, and those come from arguments and pipes that are no UTF-8.
        word = fault.object[:40].encode("ascii", "backslashreplace").decode("ascii")
        return say.refusal(UsageError("usage.wrong", message=f"{word} is no text in UTF-8", usage=args.verb))
    except Exception as fault:
        log.exception("the command line failed at %s", args.verb)
        say.fault(fault)
        return OUR_FAULT
    finally:
        desk.close()


def _verb(verb: str, action: str) -> Verb:
    """The function behind a verb. Imports stand here one by one, so that a built program finds them."""
    if verb in ("run", "demo", "formats"):
        from desktop_oms.cli import starting

        return starting.VERBS[verb]
    if verb in ("import", "channels"):
        from desktop_oms.cli import importing

        return importing.VERBS[verb, action]
    if verb == "orders":
        from desktop_oms.cli import orders

        return orders.VERBS[action]
    if verb == "stock":
        from desktop_oms.cli import stock

        return stock.VERBS[action]
    if verb in ("print", "printers"):
        from desktop_oms.cli import papers

        return papers.VERBS[verb, action]
    if verb == "pack":
        from desktop_oms.cli.pack import pack

        return pack
    if verb == "dispatch":
        from desktop_oms.cli.dispatching import dispatch

        return dispatch
    if verb in ("undo", "redo", "events"):
        from desktop_oms.cli import history

        return history.VERBS[verb]
    from desktop_oms.cli import keeping

    return keeping.VERBS[verb]


def _speak_utf8() -> None:
    """UTF-8 also where the console's own code page is another; what cannot be written is escaped, never fatal."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _finished(status: int) -> int:
    sys.stdout.flush()
    return status


def _reader_gone() -> int:
    """Whoever read our answer has left (``| head``): what was done stays done, nothing more is said."""
    # Why: Python flushes once more at exit and would complain then.
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError, io.UnsupportedOperation):
        pass
    return DONE
