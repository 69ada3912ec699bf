"""From paths to a report: reading, understanding, judging, explaining, put together."""
