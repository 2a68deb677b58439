"""Committee hearings and the daily file, from the houses' own pages and from the bulk files."""
