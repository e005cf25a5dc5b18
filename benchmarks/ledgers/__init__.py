"""Registers that disagree, from a world in which it is known why: `python -m benchmarks.ledgers`."""
