"""Sources that publish a session as one file: fetched in parts, kept as it came, then read."""
