"""How fast marks are read: a column of a million cells, and one cell."""
