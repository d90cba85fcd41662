"""Reading: events and places found in a report, for review."""
