"""Readers of gazetteer files: GeoNames, P-code tables, Who's On First, CSV."""
