"""The measured claims of Reclaim, one command each: `python -m benchmarks.NAME`."""
