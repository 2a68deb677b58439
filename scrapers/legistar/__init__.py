"""Meetings, votes and members of a council or board, as Legistar's API answers them."""
