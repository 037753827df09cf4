"""Ask at the terminal before something is written."""

from __future__ import annotations

import sys

import typer


def agreed(question: str) -> bool:
    """Print a question and read a line; anything but a yes is a no."""
    typer.echo(question, err=True, nl=False)
    return sys.stdin.readline().strip().lower() in ("y", "yes", "是", "好")
