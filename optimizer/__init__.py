"""The mathematics: from foods, dishes, prices and clauses to a menu and its proof."""
