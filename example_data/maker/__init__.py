"""Makes the example reports: one description of each report, rendered to every format."""
