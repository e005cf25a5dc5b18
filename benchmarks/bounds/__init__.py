"""How long the bounds of all accounts take, and whether they are right, on invented worlds whose truth is known."""
