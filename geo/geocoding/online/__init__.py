"""Online services that know places which no gazetteer at hand has; asked only on request."""
