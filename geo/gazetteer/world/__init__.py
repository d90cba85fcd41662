"""The world's gazetteer: cities, divisions and countries, packaged, and indexed at first use."""
