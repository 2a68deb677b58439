"""LegiScan's data sets: one archive per session of any legislature of the United States."""
