"""Texts of reports from files of several formats."""
