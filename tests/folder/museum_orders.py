"""Errors of orders: a finished plan of one lunch of rice, and offers with one thing wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from api.finished import read_finished
from api.folder import read_folder
from api.supplies import read_supplies
from optimizer.order_errors import NoOrderInTime, UnlawfulOrder
from optimizer.purchasing import order
from tests.folder.exhibits import PLAN, Exhibit, raised

HEAD = (
    "food,supplier,kind,yuan_per_kg,yuan_per_pack,pack,step,least,most,weekdays,first,last,"
    "threshold\n"
)

LUNCH = {
    "proof": {"fingerprint": ""},
    "days": [
        {
            "date": "2026-03-04",
            "meals": [
                {
                    "meal": "lunch",
                    "dishes": [
                        {
                            "code": "S001",
                            "name": "米饭",
                            "portions": {"g1": {"foods": [{"food": "G001", "grams": 100}]}},
                        }
                    ],
                }
            ],
        }
    ],
}
"""Twenty pupils eat 100 g of rice each on a Wednesday."""


def lunch(folder: Path, offers: str = "", stock: str = "") -> Path:
    """Write a folder with a finished plan, and the tables that are given."""
    (folder / "plan.toml").write_text(PLAN, "utf-8")
    (folder / "plan.json").write_text(json.dumps(LUNCH | {"folder": "."}), "utf-8")
    for name, text in (("offers", offers), ("stock", stock)):
        if text:
            (folder / f"{name}.csv").write_text(text, "utf-8")
    return folder


def ordered(*rows: str) -> Callable[[Path], object]:
    """Order the lunch under some offers."""

    def run(folder: Path) -> object:
        lunch(folder, HEAD + "".join(f"{row}\n" for row in rows))
        read = read_folder(folder)
        menu = read_finished(folder, read).menu
        return order(read_supplies(folder, read, menu, None).purchase)

    return run


ORDERS: dict[str, Exhibit] = {
    "order.no-offer": Exhibit(
        "rice to be bought, only flour offered", ordered("面粉,甲,合同,4,,,,,,,,,")
    ),
    "order.no-delivery-in-time": Exhibit(
        "rice on a Wednesday, delivered on Fridays", ordered("大米,甲,合同,5,,,,,,周五,,,")
    ),
    "order.offers-too-small": Exhibit(
        "2 kg of rice, at most 1 kg offered", ordered("大米,甲,合同,5,,,,,1,,,,")
    ),
    "order.threshold-out-of-reach": Exhibit(
        "at most 3 kg of rice from a supplier who comes for 50 yuan",
        ordered("大米,甲,合同,5,,,,,3,,,,50"),
    ),
    "order.gave-up": Exhibit("--time-limit 0.01 and many thresholds", raised(NoOrderInTime(0.01))),
    "order.unlawful": Exhibit("a bug", raised(UnlawfulOrder(["cover: 5 g of G001 are missing"]))),
    "row.bad-weekdays": Exhibit("delivery on 周八", ordered("大米,甲,合同,5,,,,,,周八,,,")),
    "row.not-whole-grams": Exhibit("packs of 0.0005 kg", ordered("大米,甲,合同,5,,0.0005,,,,,,,")),
    "row.bad-money": Exhibit("packs at 5.555 yuan", ordered("大米,甲,合同,,5.555,25,,,,,,,")),
    "row.one-price": Exhibit(
        "a price per kg and per pack", ordered("大米,甲,合同,5,125,25,,,,,,,")
    ),
    "row.price-of-no-pack": Exhibit(
        "a price per pack, and no pack", ordered("大米,甲,合同,,125,,,,,,,,")
    ),
    "row.pack-and-step": Exhibit("packs weighed in steps", ordered("大米,甲,合同,5,,25,0.1,,,,,,")),
    "row.ends-before-it-starts": Exhibit(
        "an offer from 5 to 1 March", ordered("大米,甲,合同,5,,,,,,,2026-03-05,2026-03-01,")
    ),
    "row.two-thresholds": Exhibit(
        "a supplier with two thresholds",
        ordered("大米,甲,合同,5,,,,,,,,,50", "面粉,甲,合同,4,,,,,,,,,60"),
    ),
}
