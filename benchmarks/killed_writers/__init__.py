"""A process killed at any point of any writing command leaves a case that opens and verifies."""
