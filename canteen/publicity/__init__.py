"""What a canteen must show, by when, and what it showed."""
