"""Large posters as tiles of smaller paper."""
