"""The database's history, one step a file, the same steps on SQLite and PostgreSQL."""
