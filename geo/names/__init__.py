"""Names in writing: spelling, romanisation and similarity."""
