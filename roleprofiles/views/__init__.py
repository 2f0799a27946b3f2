"""Pages of role profiles."""
