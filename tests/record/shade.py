"""An agenda of one measure, on shade trees, for scores of invented members."""

from __future__ import annotations

AGENDA = """
format: 1
id: shade
jurisdiction: ca
session: '{session}'
title: Shade
version: '1'
ratified: null
demonstration: true
statement: A test.
organizations: []
issues:
  - {{id: trees, name: Trees}}
items:
  - id: shade-trees
    bill_id: {bill}
    issue: trees
    title: Plant trees
    weight: 1
    reason: They give shade.
    positions:
      - {{stance: support, in_force_from: {day}, in_force_until: null, recorded_on: {day}}}
    roll_calls: {rolls}
"""
