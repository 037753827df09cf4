"""The books begin."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from canteen.store.migrations.append_only import keep

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "canteen",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_canteen"),
        sa.UniqueConstraint("code", name="uq_canteen_code"),
    )
    op.create_table(
        "record",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("written", sa.String(length=32), nullable=False),
        sa.Column("by", sa.String(length=100), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("request", sa.String(length=64), nullable=False),
        sa.Column("voucher", sa.String(length=200), nullable=True),
        sa.Column("memo", sa.Text(), nullable=True),
        sa.Column("reverses", sa.BigInteger(), nullable=True),
        sa.Column("content", sa.String(length=64), nullable=False),
        sa.Column("before", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["canteen", "reverses"],
            ["record.canteen", "record.number"],
            name="fk_record_canteen_reverses",
        ),
        sa.ForeignKeyConstraint(["canteen"], ["canteen.id"], name="fk_record_canteen"),
        sa.PrimaryKeyConstraint("canteen", "number", name="pk_record"),
        sa.UniqueConstraint("canteen", "key", name="uq_record_canteen_key"),
        sa.UniqueConstraint("canteen", "reverses", name="uq_record_canteen_reverses"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "period_mark",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("checks", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_period_mark_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_period_mark"),
        sa.UniqueConstraint("canteen", "month", "state", name="uq_period_mark_canteen_month_state"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "posting",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("account", sa.String(length=10), nullable=False),
        sa.Column("fund", sa.String(length=20), nullable=True),
        sa.Column("party", sa.String(length=64), nullable=True),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("fen <> 0", name="ck_posting_fen"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_posting_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_posting"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("posting", schema=None) as batch_op:
        batch_op.create_index(
            "ix_posting_canteen_account_party_day",
            ["canteen", "account", "party", "day"],
            unique=False,
        )

    op.create_table(
        "refund_claim",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pupil", sa.String(length=64), nullable=False),
        sa.Column("asked", sa.Date(), nullable=False),
        sa.Column("due", sa.Date(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.Column("weight", sa.BigInteger(), nullable=True),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("fen > 0", name="ck_refund_claim_fen"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_refund_claim_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_refund_claim"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "refund_run",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("by", sa.String(length=10), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("fen > 0", name="ck_refund_run_fen"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_refund_run_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_refund_run"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "setting",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_setting_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_setting"),
        sqlite_with_rowid=False,
    )
    keep("record", "period_mark", "posting", "refund_claim", "refund_run", "setting")
