"""What an entry by hand may do: one fund, costs that it may pay, and no surplus moved."""

from __future__ import annotations

from canteen.errors import FundsMixed
from canteen.fee_errors import FeeByHand
from canteen.ledger.accounts import FEES_PREPAID, STOCK, Nature, Party, account
from canteen.ledger.entry import Entry
from canteen.ledger.funds import Fund, Running, allow
from canteen.period_errors import SubsidyToPupils, SurplusByHand
from canteen.supply_errors import StockByHand


def by_hand(entry: Entry, running: Running) -> None:
    """Refuse an entry that only a refund or an opening may make, or nobody.

    Raises:
        FundsMixed: money of one fund would pay for another.
        StockByHand: the stock would change without goods.
        FeeByHand: service fees would change without an item.
        SurplusByHand: a surplus would be moved other than by a refund.
        SubsidyToPupils: the subsidy would become money of a pupil.
        CostNotAllowed: a fund would pay what it must not.
    """
    if len(entry.funds) > 1:
        raise FundsMixed(entry.voucher, entry.funds)
    if any(p.account == STOCK for p in entry.postings):
        raise StockByHand(entry.voucher)
    refuse_fees(entry)
    touched = [(account(p.account), p.fund) for p in entry.postings]
    if any(each.nature is Nature.FUND for each, _ in touched):
        raise SurplusByHand(entry.voucher)
    if Fund.SUBSIDY in entry.funds and any(each.party is Party.PUPIL for each, _ in touched):
        raise SubsidyToPupils(entry.voucher)
    for each, fund in touched:
        if each.cost and fund is not None:
            allow(fund, each.cost, running)


def refuse_fees(entry: Entry) -> None:
    """Refuse service fees of no item, which nobody could give back.

    Raises:
        FeeByHand: the entry has such.
    """
    if any(p.account == FEES_PREPAID for p in entry.postings):
        raise FeeByHand(entry.voucher)
