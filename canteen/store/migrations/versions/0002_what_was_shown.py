"""What was shown: sheets with their exact bytes, and the days of published menus."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from canteen.store.migrations.append_only import keep

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "paper",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_paper"),
    )
    op.create_table(
        "menu_day",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("meals", sa.String(length=200), nullable=False),
        sa.Column("lawful", sa.Integer(), nullable=False),
        sa.Column("costed", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.CheckConstraint("lawful IN (0, 1) AND costed IN (0, 1)", name="ck_menu_day_flags"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_menu_day_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_menu_day"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("menu_day", schema=None) as batch_op:
        batch_op.create_index("ix_menu_day_canteen_day", ["canteen", "day"], unique=False)
        batch_op.create_index("ix_menu_day_day_canteen", ["day", "canteen"], unique=False)

    op.create_table(
        "publication",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sheet", sa.String(length=40), nullable=False),
        sa.Column("part", sa.String(length=200), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lang", sa.String(length=2), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("fingerprint", sa.String(length=40), nullable=False),
        sa.Column("signed", sa.Text(), nullable=False),
        sa.CheckConstraint("version > 0 AND first <= last", name="ck_publication_version"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_publication_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_publication"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("publication", schema=None) as batch_op:
        batch_op.create_index(
            "ix_publication_canteen_sheet_first", ["canteen", "sheet", "first"], unique=False
        )
        batch_op.create_index("ix_publication_fingerprint", ["fingerprint"], unique=False)

    op.create_table(
        "publication_ink",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ink", sa.String(length=10), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("size > 0", name="ck_publication_ink_size"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_publication_ink_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_publication_ink"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("publication_ink", schema=None) as batch_op:
        batch_op.create_index("ix_publication_ink_sha256", ["sha256"], unique=False)
    keep("menu_day", "paper", "publication", "publication_ink")
