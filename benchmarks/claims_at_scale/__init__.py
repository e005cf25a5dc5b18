"""How long the fold of claims takes on an invented case of some thousands of records."""
