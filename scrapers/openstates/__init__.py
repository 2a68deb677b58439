"""Bills and roll calls of one session, as Open States gathers them."""
