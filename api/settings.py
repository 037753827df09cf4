"""Settings of the environment: where the books lie and who writes into them."""

from __future__ import annotations

from pydantic_settings import BaseSettings, SettingsConfigDict


class BooksSettings(BaseSettings):
    """CANTEEN_DATABASE, CANTEEN_SCHOOL and CANTEEN_BY.

    Attributes:
        database: ``sqlite:///PATH`` or ``postgresql://…``.
        school: whose books, where a database keeps several.
        by: who answers for what is written.
    """

    model_config = SettingsConfigDict(env_prefix="CANTEEN_", extra="ignore")

    database: str = "sqlite:///canteen.db"
    school: str = ""
    by: str = ""
