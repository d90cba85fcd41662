"""File formats in which layers are written."""
