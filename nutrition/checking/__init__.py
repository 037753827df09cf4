"""The second witness: what a menu attains of each clause, in plain arithmetic."""
