"""The commands of the terminal; api.cli imports each of them only when it is called."""
