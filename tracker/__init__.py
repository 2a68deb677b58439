"""The domain: the public record, the ratified agenda, the campaigns and what follows from them."""
