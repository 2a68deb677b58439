"""Keeping the record current: attempts at each source, how they stand, and the schedule."""
