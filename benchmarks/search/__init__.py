"""Serial search beside its peers."""
