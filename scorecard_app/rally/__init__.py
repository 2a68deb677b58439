"""The page for one hand, at `/rally`: it works without a signal and sends what was saved later."""
