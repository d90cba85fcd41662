"""File formats that layers are written in."""
