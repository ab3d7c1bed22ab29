"""What `./go` does before Mainstay itself can run: standard library only, since nothing is installed yet."""
