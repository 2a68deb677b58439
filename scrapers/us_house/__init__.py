"""Roll calls of the House of Representatives, as its Clerk publishes them."""
