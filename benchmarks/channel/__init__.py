"""How the shipped table of misreadings was made: `python -m benchmarks.channel` writes it anew."""
