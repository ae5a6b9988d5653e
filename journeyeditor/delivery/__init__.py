"""What goes to a client: profiles of audiences, maps without what they must not see, packs of files."""
