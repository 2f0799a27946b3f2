"""Pages of hiring cases."""
