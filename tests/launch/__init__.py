"""What `./go` promises before anything is installed."""
