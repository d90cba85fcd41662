"""Parties in a report: who they are, and who acts on whom."""
