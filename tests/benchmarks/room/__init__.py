"""The reading room at its budgets: how soon it answers a key, and what it sends and holds for it."""
