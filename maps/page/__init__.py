"""The page: one HTML file with its scripts, styles, texts and Content-Security-Policy."""
