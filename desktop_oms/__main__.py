"""``python -m desktop_oms`` and the installed command ``desktop-oms``: hand everything to the composition root."""

import sys


def main() -> int:
    """Run the command line given; the answer is the process's exit status (see docs/cli.md)."""
    from desktop_oms.system.qt_pair import refusal

    sentence = refusal()
    if sentence is not None:
        sys.stderr.write(sentence + "\n")
        return 5

    from desktop_oms.compose import main as compose_main

    return compose_main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
