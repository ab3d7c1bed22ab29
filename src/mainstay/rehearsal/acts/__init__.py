"""The acts of the story, stage by stage: each calls the services that people use, as the person whose act it is."""
