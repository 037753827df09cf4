"""Remake prices/2026.csv and prices/observations.csv from the source folder and the decisions.

python -m food_tables.build.prices SOURCE_FOLDER
"""

from __future__ import annotations

import re
import sys
import tomllib
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

from food_tables.build.schema import Row, read_rows, write_rows
from food_tables.build.sealing import seal

TABLES = Path(__file__).parent.parent
PRICES = TABLES / "prices"
POND_SIDE = "塘头"
PRODUCING_AREA = "产区"
PRINTED_PER_LITRE = {"酱油": "soy_sauce", "纯牛奶": "milk"}  # the others were converted to kg
PRICE_COLUMNS = ("food", "li_per_kg", "basis", "date", "place", "source")
OBSERVED_COLUMNS = (
    *("food", "name_printed", "li_per_kg", "kind", "place", "date"),
    *("date_printed", "source", "note"),
)
ESTIMATE_SOURCE = "本项目估价,无公开价格"
ESTIMATE_DATE = "2025"
LI_STEP = Decimal(10)  # derived prices are rounded to the fen


def build_observations(source: Path, codes: dict[str, str], rules: dict[str, float]) -> list[Row]:
    """Put each published price under our code, per kilogram, with the end of its period."""
    rows = []
    for seen in read_rows(source / "price_observations.csv"):
        if seen["food"] not in codes:
            continue
        price, note = Decimal(seen["price_cny_per_kg"]), ""
        if seen["food"] in PRINTED_PER_LITRE:
            density = rules[f"kg_per_litre_{PRINTED_PER_LITRE[seen['food']]}"]
            note = f"printed per litre; divided by {density} kg/L"
            price /= Decimal(str(density))
        rows.append(
            {
                "food": codes[seen["food"]],
                "name_printed": seen["food"],
                "li_per_kg": str(_whole(price * 1000, Decimal(1))),
                "kind": _kind(seen),
                "place": seen["place"],
                "date": end_of(seen["date"]),
                "date_printed": seen["date"],
                "source": seen["source"],
                "note": note,
            }
        )
    return rows


def derived_price(seen: list[Row], rules: dict[str, float]) -> int:
    """Average the observations after bringing each to what a school pays delivered."""
    factors = {
        "wholesale": rules["wholesale_to_school"],
        "retail": rules["retail_to_school"],
        "farm_gate": rules["farm_gate_to_school"],
    }
    kinds = sorted({row["kind"] for row in seen})
    means = [_mean([row for row in seen if row["kind"] == kind], factors[kind]) for kind in kinds]
    return _whole(sum(means, Decimal(0)) / len(means), LI_STEP)


def end_of(printed: str) -> str:
    """Turn a printed day, span, week or month into its last day; an undated price has a year."""
    if match := re.fullmatch(r"(\d{4})-W01", printed):
        return f"{match[1]}-01-07"
    if match := re.fullmatch(r"(\d{4}-\d{2}-)\d{2}/(\d{2})", printed):
        return match[1] + match[2]
    if re.fullmatch(r"\d{4}-10", printed):
        return f"{printed}-31"
    return printed if re.fullmatch(r"\d{4}-\d{2}-\d{2}", printed) else ESTIMATE_DATE


def _kind(seen: Row) -> str:
    at_the_farm = POND_SIDE in seen["place"] or PRODUCING_AREA in seen["place"]
    return "farm_gate" if at_the_farm else seen["kind"]


def _mean(seen: list[Row], factor: float) -> Decimal:
    total = sum((Decimal(row["li_per_kg"]) for row in seen), Decimal(0))
    return total / len(seen) * Decimal(str(factor))


def _whole(value: Decimal, step: Decimal) -> int:
    return int((value / step).to_integral_value(ROUND_HALF_UP) * step)


def _price(code: str, seen: list[Row], estimate: int, rules: dict[str, float]) -> Row:
    if not seen:
        return _row(code, estimate, "estimate", (ESTIMATE_DATE, "", ESTIMATE_SOURCE))
    whole = {row["kind"] for row in seen} == {"wholesale"}
    where = "、".join(dict.fromkeys(row["place"] for row in seen))
    said = " ; ".join(dict.fromkeys(row["source"] for row in seen))
    latest = max(row["date"] for row in seen)
    basis = "published" if whole else "derived"
    return _row(code, derived_price(seen, rules), basis, (latest, where, said))


def _row(code: str, li: int, basis: str, said: tuple[str, str, str]) -> Row:
    return dict(zip(PRICE_COLUMNS, (code, str(li), basis, *said), strict=True))


def main(source: Path) -> None:
    rules = tomllib.loads((PRICES / "2026.toml").read_text("utf-8"))["derivation"]
    names = {row["ref"]: row["code"] for row in read_rows(TABLES / "build" / "names.csv")}
    foods = read_rows(source / "canteen_foods.csv")
    codes = {row["name"]: names[row["food_id"]] for row in foods}
    observed = build_observations(source, codes, rules)
    settled = {row["food"]: row for row in read_rows(PRICES / "decisions.csv")}
    prices = []
    for row in foods:
        code = names[row["food_id"]]
        decided = settled.get(code)
        by_hand = decided is not None and decided["basis"] == "estimate"
        seen = [] if by_hand else [each for each in observed if each["food"] == code]
        printed = int(Decimal(row["price_cny_per_kg"]) * 1000)
        estimate = int(decided["decided_li_per_kg"]) if decided and by_hand else printed
        prices.append(_price(code, seen, estimate, rules))
    write_rows(PRICES / "observations.csv", OBSERVED_COLUMNS, observed)
    write_rows(PRICES / "2026.csv", PRICE_COLUMNS, prices)
    for sidecar in ("observations", "2026", "decisions"):
        seal(PRICES / f"{sidecar}.toml")
    print(f"{len(observed)} observations, {len(prices)} prices")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
