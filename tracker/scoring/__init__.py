"""The score: methods as data, one ledger in SQL, and the folds of that ledger."""
