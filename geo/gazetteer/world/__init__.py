"""The world's gazetteer: cities, divisions and countries of packaged data, indexed at first use."""
