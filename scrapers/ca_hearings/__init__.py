"""Committee hearings and the floors' daily files, from the houses' own pages."""
