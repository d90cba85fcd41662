"""Dates in a report."""
