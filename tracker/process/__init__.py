"""Child processes: ending with their parent, starting and ending fast."""
