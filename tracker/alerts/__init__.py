"""Alerts: what changed of the things one follows, told once to each place it is sent to."""
