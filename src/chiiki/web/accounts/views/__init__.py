"""Pages of people, organisations, posts and invitations."""
