"""Addresses on our own server that pages and server must agree on."""

from __future__ import annotations

import plotly

PLOTLY_PATH = f"/assets/plotly-{plotly.__version__}.min.js"
"""The version stands in the path, so that a browser may keep the file for good."""
