"""What Mainstay promises, mirrored after src."""
