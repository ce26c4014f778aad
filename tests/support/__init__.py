"""What several test folders share; tests/README.md says which fixture does what."""
