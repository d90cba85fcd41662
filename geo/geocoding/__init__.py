"""Geocoding: which places names mean, decided jointly for all names of a text."""
