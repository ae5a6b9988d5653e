"""The commands, one module each; every module imports what it needs when it runs."""
