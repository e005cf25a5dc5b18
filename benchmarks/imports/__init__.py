"""How fast registers are imported, beside DuckDB on the same file in the same run."""
