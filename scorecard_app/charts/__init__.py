"""Charts as functions of rows: plain rows in, a Plotly figure, its words and its table out."""
