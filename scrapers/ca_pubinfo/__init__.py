"""The Legislature's bulk files: bills, versions, authors, history and votes of one session."""
