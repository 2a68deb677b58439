"""Lawmakers and their dated seats, as Open States keeps them: a file per person."""
