"""The public door: JSON, tables and calendars of what was published, and the portal's jobs."""
