"""Draws the page, and owns the command line."""
