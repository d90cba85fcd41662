"""Numbers of dead in a report."""
