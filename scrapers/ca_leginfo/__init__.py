"""The Legislature's own pages of named measures: roll calls, history and status."""
