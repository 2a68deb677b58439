"""Committee hearings from the houses' own pages; daily files are in the bulk files alone."""
