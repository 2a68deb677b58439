"""Roll calls of the California Legislature since 1993, from Jeffrey B. Lewis's session archives."""
