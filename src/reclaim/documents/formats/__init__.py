"""Readers of files: bytes to one canonical text. Nothing in a file is executed or fetched."""
