"""A stand-in for official sites on this machine, for tests and for developing offline."""
