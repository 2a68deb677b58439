"""Members of Congress and their dated terms, as the congress-legislators project keeps them."""
