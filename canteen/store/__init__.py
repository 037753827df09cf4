"""The database of the books: the only room that knows SQLAlchemy."""
