"""Readers of CSV tables: sheets, and rows with checked cells."""
