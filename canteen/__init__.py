"""What one canteen did: its dated, append-only record.

Here will live the school, its calendar, prices and purchases, the ledger, the
coverage and publication records and the store.  Whatever has a date and a
school belongs to this room; plans and reference figures do not.
"""
