"""What a page shows, as plain values: rows of the store in, frozen dataclasses out."""
