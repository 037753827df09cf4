"""Write the sha256 of each CSV that a sidecar names into that sidecar."""

from __future__ import annotations

import hashlib
import re
import sys
from pathlib import Path

_ENTRY = re.compile(r'(\[files\."(?P<file>[^"]+)"\]\nsha256 = ")[^"]*(")')


def seal(sidecar: Path) -> None:
    """Renew every ``sha256`` under a ``[files."name.csv"]`` head; the rest stays as it is."""

    def renewed(entry: re.Match[str]) -> str:
        content = (sidecar.parent / entry["file"]).read_bytes()
        return f"{entry[1]}{hashlib.sha256(content).hexdigest()}{entry[3]}"

    sidecar.write_text(_ENTRY.sub(renewed, sidecar.read_text("utf-8")), encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        seal(Path(name))
        print(f"sealed {name}")
