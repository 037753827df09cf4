"""Reference data with its provenance, and almost no code."""
