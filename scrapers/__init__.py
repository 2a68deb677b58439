"""Everything that reads an outside source."""
