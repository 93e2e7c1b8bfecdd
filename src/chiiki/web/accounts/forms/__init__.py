"""What people type, checked before anything happens."""
