"""Document to meaning: quantities, mentions, breakdowns, grids."""
