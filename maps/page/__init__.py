"""The page: one HTML file with its scripts, styles, texts and policy."""
