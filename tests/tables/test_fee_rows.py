"""Lists of service fees are read whole, or refused with every row that is wrong."""

from __future__ import annotations

from datetime import date

import pytest

from canteen.fee_rows import fee_deliveries_of, fee_payments_of
from canteen.fees import FeeDelivery, FeePayment
from canteen.payments import Into
from food_tables.layout import layout
from food_tables.reading import read_table
from food_tables.table_errors import BadRows
from nutrition.quantities import Money

TODAY, DAY = date(2026, 3, 31), date(2026, 3, 2)


def payments(text: str) -> tuple[FeePayment, ...]:
    table = read_table(text.encode(), "代收.csv", layout("fee_payments"))
    return fee_payments_of(table, {"001", "002"}, TODAY)


def deliveries(text: str) -> tuple[FeeDelivery, ...]:
    table = read_table(text.encode(), "发放.csv", layout("fee_deliveries"))
    return fee_deliveries_of(table, {"001", "002"}, TODAY)


def test_payments_are_gathered_by_paper_and_item() -> None:
    rows = "001,milk,60,2026-03-02,收1\n002,milk,3.5,2026-03-02,收1\n001,yogurt,1,2026-03-02,收1\n"
    milk = {"001": Money(6000), "002": Money(350)}
    assert payments(f"学号,项目,金额,日期,收据号\n{rows}") == (
        FeePayment(DAY, "收1", "milk", milk, Into.BANK),
        FeePayment(DAY, "收1", "yogurt", {"001": Money(100)}, Into.BANK),
    )


def test_deliveries_are_gathered_by_paper_and_item() -> None:
    rows = "001,milk,2,2026-03-02,发1\n002,milk,1,2026-03-02,发1\n"
    assert deliveries(f"学号,项目,数量,日期,单号\n{rows}") == (
        FeeDelivery(DAY, "发1", "milk", {"001": 2, "002": 1}),
    )


def test_all_faults_of_payments_are_told_at_once() -> None:
    rows = "404,milk,1,2026-03-02,收1\n001,milk,0,2026-03-02,收1\n002,milk,1,2026-04-01,收1\n"
    with pytest.raises(BadRows) as refused:
        payments(f"学号,项目,金额,日期,收据号\n{rows}")
    codes = [fault.code for fault in refused.value.faults]
    assert codes == ["row.unknown-pupil", "row.not-positive", "row.future-day"]


def test_all_faults_of_deliveries_are_told_at_once() -> None:
    rows = "001,milk,,2026-03-02,发1\n002,milk,0,2026-03-02,发1\n002,milk,1,2026-03-02,发1\n"
    with pytest.raises(BadRows) as refused:
        deliveries(f"学号,项目,数量,日期,单号\n{rows}")
    codes = [fault.code for fault in refused.value.faults]
    assert codes == ["row.missing-value", "row.not-one-of", "row.repeated"]
