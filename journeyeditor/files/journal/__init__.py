"""The journal of unsaved changes, and what a crash leaves of it."""
