"""What a rehearsal leaves behind: the comparison with the published figures, and files that people can open."""
