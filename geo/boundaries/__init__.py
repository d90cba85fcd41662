"""Outlines of the world's land and countries (Natural Earth 1:10m); borders as on maps of the United Nations."""
