"""Review: what reports propose, accepted, corrected or rejected by a person, row by row."""
