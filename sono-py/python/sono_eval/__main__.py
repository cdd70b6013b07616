"""The command `sono-eval`."""

from __future__ import annotations

import signal
import sys

from sono_eval import _native


def main() -> None:
    """Runs the command with the arguments of the process, and ends the process."""
    # The command runs outside the interpreter, which would notice Ctrl-C only at its end.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    raise SystemExit(_native.main(["sono-eval", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
