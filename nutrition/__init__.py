"""The language of the house."""
