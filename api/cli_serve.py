"""The command that opens the public door: canteen serve."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli_books import Database
from api.cli_options import Spoken, language_of, option_help

serve_app = typer.Typer(rich_markup_mode=None)


@serve_app.command("serve", help=option_help("serve"))
def serve(
    *,
    host: Annotated[str, typer.Option("--host", help=option_help("host"))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help=option_help("port"))] = 8000,
    processes: Annotated[int, typer.Option("--processes", help=option_help("processes"))] = 0,
    database: Database = "",
    lang: Spoken = "",
) -> None:
    from api.commands.serving import served

    raise typer.Exit(served(host, port, processes, database, language_of(lang)))
