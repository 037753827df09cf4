"""Migrations of the books, for SQLite and PostgreSQL."""
