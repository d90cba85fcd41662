"""Geometry on the earth and in the plane: projections, distances, units, the antimeridian."""
