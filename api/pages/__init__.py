"""Pages that anybody may read, without login and without script."""
