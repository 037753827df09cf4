"""A process on a leash: it ends when the process that started it ends, however that ends.

Run as a program, it goes on the leash and becomes another program:
``python leash.py PARENT PROGRAM ARGUMENTS``.  The leash outlives that change.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""From linux/prctl.h."""

GONE = 70


def bind(parent: int) -> None:
    """Have the system kill this process as soon as ``parent`` ends; end now if it has.

    Only Linux can be asked.  There, it is the thread that started this process which counts.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
    if os.getppid() != parent:
        os._exit(GONE)


if __name__ == "__main__":
    bind(int(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 -- no shell: the program is named by its path
