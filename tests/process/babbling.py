"""A worker that talks nonsense: it repeats what ``BABBLE`` holds, in hexadecimal, and ends."""

from __future__ import annotations

import os

if __name__ == "__main__":
    os.write(1, bytes.fromhex(os.environ["BABBLE"]))
