"""Many reports, read by several processes or machines into tables of Parquet."""
