"""The places of the reading room. A key press becomes one call on `Archive`; what comes back is shown."""
