"""Ink: finished values become sheets that are printed, hung and signed; nothing is computed."""
