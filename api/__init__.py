"""Every door of the house: the command line and the folder that it plans from."""
