"""Roll calls of the Senate of the United States, as it publishes them."""
