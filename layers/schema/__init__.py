"""Schema of the layers (names, titles, geometry, keys, columns) and the palette that all outputs share."""
