"""Good files for every table that the books take, and books in which they can be written."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from api.books_desk import Desk
from api.commands.books_entries import opened, posted
from api.commands.books_import import brought
from api.commands.books_meals import offered
from api.outcome import Exit
from canteen.fees import FeeItem
from canteen.store.canteens import enrol
from canteen.store.engine import open_books
from canteen.store.fees import Fees
from canteen.store.migrating import upgrade
from canteen.store.writing import writing
from nutrition.quantities import Money
from tests.store.school import BEGIN, CODE, HAND

STARTED, OPENED, STOCKED = "started.db", "opened.db", "stocked.db"
"""Books that were only started; opened, with a supplier, pupils and milk; with goods in stock."""

GOOD: Mapping[str, tuple[str, str]] = {
    "open": (
        STARTED,
        (
            "凭证号,日期,科目,资金,对象,借方,贷方,摘要\n"
            "期1,2026-03-02,银行存款,,,10000.00,,期初\n期1,2026-03-02,库存食材,,,2000,,\n"
            "期1,2026-03-02,基金结余,学生伙食费,,,12000,\n"
        ),
    ),
    "stock": (STARTED, "食材,库存(kg),保质期至,单价(元/kg)\n大米,400,2027-03-01,5.00\n"),
    "post": (
        OPENED,
        (
            "凭证号,日期,科目,资金,对象,借方,贷方,摘要\n"
            "付1,2026-03-10,燃料动力,学生伙食费,,320.00,,电费\n付1,2026-03-10,银行存款,,,,320.00,\n"
            "付2,2026-03-11,运营费用,学生伙食费,,1,,\n付2,2026-03-11,银行存款,,,,1,\n"
        ),
    ),
    "suppliers": (
        OPENED,
        (
            "供应商编码,名称,证照,证照号,证照有效期至,合同号,合同起,合同止,采购方式\n"
            "S2,示例粮油公司,食品经营许可证,JY2,2027-01-01,HT2,2026-01-01,2026-12-31,集中采购\n"
        ),
    ),
    "prices": (
        OPENED,
        (
            "供应商,食材,单价(元/kg),执行日期,依据\nS1,大米,5.123,2026-03-02,合同\n"
            ",菠菜,4.50,2026-03-02,参考\n"
        ),
    ),
    "dish-prices": (
        OPENED,
        "菜品,成品价(元),执行日期,依据\n米饭,1.00,2026-03-02,家委会\nM001,3.5,2026-03-02,\n",
    ),
    "receipts": (
        OPENED,
        (
            "单号,日期,供应商,验收人,食材,数量(kg),单价(元/kg),生产日期,保质期天数\n"
            "入9,2026-03-03,示例农业公司,张三、李四,瘦猪肉,50,28.00,2026-03-02,3\n"
            "入9,,,,菠菜,30,4.50,,\n"
        ),
    ),
    "issues": (
        STOCKED,
        (
            "领料单号,领用日期,食材,数量(kg),菜品,餐次\n领1,2026-03-05,大米,10,米饭,午餐\n"
            "领1,2026-03-05,菠菜,2.5,,\n"
        ),
    ),
    "counts": (STOCKED, "盘点单号,盘点日期,食材,实盘(kg)\n盘1,2026-03-06,大米,99.5\n"),
    "write-offs": (
        STOCKED,
        "报损单号,日期,食材,数量(kg),批次,原因\n损1,2026-03-06,菠菜,0.5,,腐烂\n",
    ),
    "pupils": (
        OPENED,
        (
            "学号,班级,姓名,同意书,就餐方案,补助,过敏\n011,一(1)班,示例甲,同意1,午餐,营养改善,花生\n"
            "012,一(2)班,示例乙,,,,\n"
        ),
    ),
    "payments": (
        OPENED,
        (
            "学号,金额(元),日期,凭证号,收款方式\n001,160.00,2026-03-03,缴1,微信\n"
            "002,80,2026-03-03,缴1,微信\n"
        ),
    ),
    "attendance": (
        OPENED,
        "日期,餐次,班级,学号,出勤\n2026-03-05,午餐,一(1)班,001,√\n2026-03-05,午餐,一(1)班,002,×\n",
    ),
    "corrections": (OPENED, "日期,餐次,班级,学号\n2026-03-05,午餐,一(1)班,001\n"),
    "heads": (OPENED, "登记表号,日期,餐次,陪餐,客人\n陪1,2026-03-05,午餐,4,0\n"),
    "fee-consents": (OPENED, "学号,项目,同意书\n002,milk,回执2\n"),
    "fee-payments": (OPENED, "学号,项目,金额(元),日期,票据号\n001,milk,30.00,2026-03-04,奶1\n"),
    "fee-deliveries": (
        STOCKED,
        "学号,项目,盒数,日期,单号\n001,milk,4,2026-03-09,发1\n",
    ),
}
"""Kind -> the books it is for, and the table."""

PUPILS = "学号,班级,同意书,就餐方案\n001,一(1)班,同意1,午餐\n002,一(1)班,同意2,午餐\n"

SUPPLIER = "供应商编码,名称,证照,证照号\nS1,示例农业公司,食品经营许可证,JY1\n"

CONSENTS = "学号,项目,同意书\n001,milk,回执1\n"

RICE = (
    "单号,日期,供应商,验收人,食材,数量(kg),单价(元/kg)\n"
    "入1,2026-03-03,S1,张三、李四,大米,100,5.00\n入1,,,,菠菜,30,4.50\n"
)


def desk(path: Path) -> Desk:
    """Return a desk at books in a file, on the day on which the tests write."""
    return Desk(open_books(f"sqlite:///{path}"), CODE, HAND, "zh")


def bring(at: Desk, kind: str, file: Path) -> Exit:
    """Take a file as the command of its kind takes it."""
    if kind == "post":
        return posted(at, file, yes=True)
    if kind == "open":
        return opened(at, file, file.with_name("stock.csv"), yes=True)
    if kind == "stock":
        return opened(at, file.with_name("open.csv"), file, yes=True)
    return brought(at, kind, file, f"{BEGIN}", yes=True)


def prepare(folder: Path) -> None:
    """Keep the three books in a folder, with the good tables of the opening beside them."""
    for kind in ("open", "stock"):
        (folder / f"{kind}.csv").write_text(GOOD[kind][1], "utf-8")
    steps: Mapping[str, Callable[[Path], None]] = {
        STARTED: _start,
        OPENED: _open,
        STOCKED: _stock,
    }
    before = b""
    for name, step in steps.items():
        path = folder / name
        if before:
            path.write_bytes(before)
        step(path)
        before = path.read_bytes()


def _start(path: Path) -> None:
    engine = open_books(f"sqlite:///{path}", create=True)
    upgrade(engine)
    enrol(engine, CODE, "示例学校")
    engine.dispose()


def _open(path: Path) -> None:
    at = desk(path)
    bring(at, "open", path.with_name("open.csv"))
    offered(at, "午餐", ["午餐=8.00"], f"{BEGIN}", "价1")
    milk = FeeItem("milk", "学生饮用奶", "征订办法", "自愿", Money(300), "盒", BEGIN)
    with writing(at.engine, CODE, HAND) as books:
        Fees(books).offer(milk, "公示1", "milk")
    _bring_all(at, path, {"suppliers": SUPPLIER, "pupils": PUPILS, "fee-consents": CONSENTS})


def _stock(path: Path) -> None:
    payment = GOOD["fee-payments"][1]
    _bring_all(desk(path), path, {"receipts": RICE, "fee-payments": payment})


def _bring_all(at: Desk, path: Path, tables: Mapping[str, str]) -> None:
    for kind, text in tables.items():
        file = path.with_name(f"first-{kind}.csv")
        file.write_text(text, "utf-8")
        bring(at, kind, file)
    at.engine.dispose()
