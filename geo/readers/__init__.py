"""Readers of other people's tables: sheets and checked cells."""
