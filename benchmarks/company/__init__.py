"""A believable company of any size, made in bulk: people, roles, searches, candidates, ratings, decisions."""
