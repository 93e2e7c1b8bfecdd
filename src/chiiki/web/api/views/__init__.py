"""Pages about the interface, and its document."""
