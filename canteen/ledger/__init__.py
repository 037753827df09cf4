"""The journal of a canteen: accounts, funds, entries, refunds, closings, statements."""
