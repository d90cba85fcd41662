"""Assessment: verdicts of all posts on all days, and the reports that decide them."""
