"""What people see: the Streamlit app, its pages and its charts.

How to add a page: write `scorecard_app/pages/NAME.py` with one function `show() -> None`, and add
one line for it to `PAGES` in `scorecard_app/pages/__init__.py`. A page asks
`scorecard_app.reading` for plain data (a view function in `tracker`, cached by store revision),
lays it out (the bar above and the limits below are drawn for it), and keeps what it shows in the
address through `scorecard_app.address`, by id. Charts are functions of rows in
`scorecard_app/charts`; a page shows one with `scorecard_app.chart_block.show_chart`, which brings
the PNG, SVG and CSV downloads.
"""
