"""The database engine of a site without a server: Django's for SQLite, where writers of a process queue."""
