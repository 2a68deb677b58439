"""Colours and type of the pages: dark on warm paper, one accent, system fonts only."""

from __future__ import annotations

from pathlib import Path

PAPER = "#fbfaf7"
INK = "#1d2327"
QUIET = "#575f66"
RULE = "#d9d6cd"
ACCENT = "#1f4e5f"

SANS = "system-ui, -apple-system, 'Segoe UI', 'Noto Sans', 'Liberation Sans', Arial, sans-serif"

THEME: dict[str, str | int] = {
    "base": "light",
    "primaryColor": ACCENT,
    "backgroundColor": PAPER,
    "secondaryBackgroundColor": "#f1efe9",
    "textColor": INK,
    "linkColor": ACCENT,
    "font": SANS,
    "headingFont": SANS,
    "borderColor": RULE,
    "baseRadius": "4px",
}
"""Streamlit's own theme options."""

STYLE = Path(__file__).with_name("style.css")
