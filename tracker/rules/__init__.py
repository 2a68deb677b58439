"""Reviewed rules and identity: what a legislature is, and how its printed words are read."""
