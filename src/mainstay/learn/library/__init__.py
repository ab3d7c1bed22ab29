"""Documents: versions, licence, languages, use."""
