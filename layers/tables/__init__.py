"""The layers' tables, one module each."""
