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
        "allergy",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("pupil", sa.String(length=64), nullable=False),
        sa.Column("allergen", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["canteen"], ["canteen.id"], name="fk_allergy_canteen"),
        sa.PrimaryKeyConstraint("canteen", "pupil", "allergen", name="pk_allergy"),
    )
    op.create_table(
        "person",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("pupil", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("sort_key", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["canteen"], ["canteen.id"], name="fk_person_canteen"),
        sa.PrimaryKeyConstraint("canteen", "pupil", name="pk_person"),
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
    with op.batch_alter_table("record", schema=None) as batch_op:
        batch_op.create_index(
            "ix_record_canteen_kind_voucher", ["canteen", "kind", "voucher"], unique=False
        )

    op.create_table(
        "attendance",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pupil", sa.String(length=64), nullable=False),
        sa.Column("present", sa.Integer(), nullable=False),
        sa.CheckConstraint("present IN (0, 1)", name="ck_attendance_present"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_attendance_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_attendance"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "charge",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("payer", sa.String(length=20), nullable=False),
        sa.Column("fund", sa.String(length=20), nullable=False),
        sa.Column("account", sa.String(length=10), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("eaters", sa.Integer(), nullable=False),
        sa.Column("meals", sa.Integer(), nullable=False),
        sa.Column("rate", sa.BigInteger(), nullable=True),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_charge_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_charge"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("charge", schema=None) as batch_op:
        batch_op.create_index("ix_charge_canteen_day", ["canteen", "day"], unique=False)

    op.create_table(
        "charged_day",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("bulk", sa.BigInteger(), nullable=False),
        sa.Column("other", sa.BigInteger(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("meals", sa.Integer(), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_charged_day_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_charged_day"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("charged_day", schema=None) as batch_op:
        batch_op.create_index("ix_charged_day_canteen_day", ["canteen", "day"], unique=False)

    op.create_table(
        "consent",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pupil", sa.String(length=64), nullable=False),
        sa.Column("what", sa.String(length=64), nullable=False),
        sa.Column("plan", sa.String(length=64), nullable=True),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("paper", sa.String(length=200), nullable=False),
        sa.CheckConstraint("given IN (0, 1)", name="ck_consent_given"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_consent_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_consent"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("consent", schema=None) as batch_op:
        batch_op.create_index("ix_consent_canteen_pupil", ["canteen", "pupil"], unique=False)

    op.create_table(
        "contract",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("chosen", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_contract_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_contract"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "dish_price",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("dish", sa.String(length=200), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=True),
        sa.CheckConstraint("fen > 0", name="ck_dish_price_fen"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_dish_price_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_dish_price"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("dish_price", schema=None) as batch_op:
        batch_op.create_index(
            "ix_dish_price_canteen_dish_since", ["canteen", "dish", "since"], unique=False
        )

    op.create_table(
        "enrolment",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pupil", sa.String(length=64), nullable=False),
        sa.Column("school_class", sa.String(length=64), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_enrolment_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_enrolment"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("enrolment", schema=None) as batch_op:
        batch_op.create_index("ix_enrolment_canteen_pupil", ["canteen", "pupil"], unique=False)
        batch_op.create_index(
            "ix_enrolment_canteen_school_class", ["canteen", "school_class"], unique=False
        )

    op.create_table(
        "entitlement",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("pupil", sa.String(length=64), nullable=False),
        sa.Column("fund", sa.String(length=20), nullable=False),
        sa.Column("entitled", sa.Integer(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint("entitled IN (0, 1)", name="ck_entitlement_entitled"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_entitlement_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_entitlement"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("entitlement", schema=None) as batch_op:
        batch_op.create_index("ix_entitlement_canteen_pupil", ["canteen", "pupil"], unique=False)

    op.create_table(
        "fee_item",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("basis", sa.String(length=200), nullable=False),
        sa.Column("scope", sa.String(length=64), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.String(length=64), nullable=False),
        sa.Column("supplier", sa.String(length=64), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint("fen > 0", name="ck_fee_item_fen"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_fee_item_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_fee_item"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("fee_item", schema=None) as batch_op:
        batch_op.create_index("ix_fee_item_canteen_code", ["canteen", "code"], unique=False)

    op.create_table(
        "fee_move",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("item", sa.String(length=64), nullable=False),
        sa.Column("pupil", sa.String(length=64), nullable=False),
        sa.Column("units", sa.Integer(), nullable=True),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=10), nullable=False),
        sa.CheckConstraint(
            "(reason = 'delivered') = (units IS NOT NULL)", name="ck_fee_move_units"
        ),
        sa.CheckConstraint("fen <> 0", name="ck_fee_move_fen"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_fee_move_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_fee_move"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("fee_move", schema=None) as batch_op:
        batch_op.create_index(
            "ix_fee_move_canteen_item_pupil", ["canteen", "item", "pupil"], unique=False
        )

    op.create_table(
        "head_count",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("meal", sa.String(length=40), nullable=False),
        sa.Column("payer", sa.String(length=20), nullable=False),
        sa.Column("eaters", sa.Integer(), nullable=False),
        sa.Column("corrects", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("eaters >= 0", name="ck_head_count_eaters"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_head_count_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_head_count"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("head_count", schema=None) as batch_op:
        batch_op.create_index(
            "ix_head_count_canteen_corrects", ["canteen", "corrects"], unique=False
        )
        batch_op.create_index("ix_head_count_canteen_day", ["canteen", "day"], unique=False)

    op.create_table(
        "licence",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=200), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_licence_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_licence"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "meal_plan",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("meal", sa.String(length=40), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.CheckConstraint("fen >= 0", name="ck_meal_plan_fen"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_meal_plan_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_meal_plan"),
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
        "quote",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("supplier", sa.String(length=64), nullable=True),
        sa.Column("food", sa.String(length=64), nullable=False),
        sa.Column("li_per_kg", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("basis", sa.String(length=20), nullable=False),
        sa.CheckConstraint("li_per_kg > 0", name="ck_quote_li_per_kg"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_quote_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_quote"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("quote", schema=None) as batch_op:
        batch_op.create_index(
            "ix_quote_canteen_food_since", ["canteen", "food", "since"], unique=False
        )

    op.create_table(
        "receipt",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("supplier", sa.String(length=64), nullable=False),
        sa.Column("inspectors", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_receipt_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_receipt"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "receipt_line",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("food", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=True),
        sa.Column("spec", sa.String(length=200), nullable=True),
        sa.Column("grams", sa.BigInteger(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("li_per_kg", sa.BigInteger(), nullable=True),
        sa.Column("produced", sa.Date(), nullable=True),
        sa.Column("batch", sa.String(length=200), nullable=True),
        sa.Column("use_by", sa.Date(), nullable=True),
        sa.Column("keeps", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=200), nullable=True),
        sa.Column("bulk", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "grams > 0 AND fen >= 0 AND bulk IN (0, 1)", name="ck_receipt_line_goods"
        ),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_receipt_line_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_receipt_line"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("receipt_line", schema=None) as batch_op:
        batch_op.create_index("ix_receipt_line_canteen_food", ["canteen", "food"], unique=False)

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
        "roll_call",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("meal", sa.String(length=40), nullable=False),
        sa.Column("school_class", sa.String(length=64), nullable=False),
        sa.Column("corrects", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_roll_call_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_roll_call"),
        sa.UniqueConstraint("canteen", "corrects", name="uq_roll_call_canteen_corrects"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("roll_call", schema=None) as batch_op:
        batch_op.create_index(
            "ix_roll_call_canteen_day_meal", ["canteen", "day", "meal"], unique=False
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
    op.create_table(
        "stock_count",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("food", sa.String(length=64), nullable=False),
        sa.Column("booked", sa.BigInteger(), nullable=False),
        sa.Column("counted", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("booked >= 0 AND counted >= 0", name="ck_stock_count_grams"),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_stock_count_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_stock_count"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "supplier",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=True),
        sa.Column("phone", sa.String(length=200), nullable=True),
        sa.Column("address", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_supplier_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_supplier"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("supplier", schema=None) as batch_op:
        batch_op.create_index("ix_supplier_canteen_code", ["canteen", "code"], unique=False)

    op.create_table(
        "stock_move",
        sa.Column("canteen", sa.Integer(), nullable=False),
        sa.Column("record", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("line", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("food", sa.String(length=64), nullable=False),
        sa.Column("lot_record", sa.BigInteger(), nullable=False),
        sa.Column("lot_line", sa.Integer(), nullable=False),
        sa.Column("grams", sa.BigInteger(), nullable=False),
        sa.Column("fen", sa.BigInteger(), nullable=False),
        sa.Column("grams_after", sa.BigInteger(), nullable=False),
        sa.Column("fen_after", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=False),
        sa.Column("bulk", sa.Integer(), nullable=False),
        sa.Column("dish", sa.String(length=200), nullable=True),
        sa.Column("meal", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "grams <> 0 AND grams_after >= 0 AND fen_after >= 0", name="ck_stock_move_shelf"
        ),
        sa.CheckConstraint("grams_after > 0 OR fen_after = 0", name="ck_stock_move_last"),
        sa.ForeignKeyConstraint(
            ["canteen", "lot_record", "lot_line"],
            ["receipt_line.canteen", "receipt_line.record", "receipt_line.line"],
            name="fk_stock_move_canteen_lot_record_lot_line",
        ),
        sa.ForeignKeyConstraint(
            ["canteen", "record"],
            ["record.canteen", "record.number"],
            name="fk_stock_move_canteen_record",
        ),
        sa.PrimaryKeyConstraint("canteen", "record", "line", name="pk_stock_move"),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("stock_move", schema=None) as batch_op:
        batch_op.create_index("ix_stock_move_canteen_day", ["canteen", "day"], unique=False)
        batch_op.create_index(
            "ix_stock_move_canteen_food_record_line",
            ["canteen", "food", "record", "line"],
            unique=False,
        )
        batch_op.create_index(
            "ix_stock_move_canteen_lot_record_lot_line",
            ["canteen", "lot_record", "lot_line"],
            unique=False,
        )
    keep(
        "record",
        "attendance",
        "charge",
        "charged_day",
        "consent",
        "contract",
        "dish_price",
        "enrolment",
        "entitlement",
        "fee_item",
        "fee_move",
        "head_count",
        "licence",
        "meal_plan",
        "period_mark",
        "posting",
        "quote",
        "receipt",
        "receipt_line",
        "refund_claim",
        "refund_run",
        "roll_call",
        "setting",
        "stock_count",
        "supplier",
        "stock_move",
    )
