"""How sure is sure: `python -m benchmarks.probability`."""
