"""From lines and raw tables, which every reader makes of its format, to headings, paragraphs and tables."""
