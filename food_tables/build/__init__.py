"""Scripts that remake each table from its source; never run in production."""
