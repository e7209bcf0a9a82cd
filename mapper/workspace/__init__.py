"""What a workspace holds: frameworks, how a user names them, and files that appear whole."""
