"""Home, the case frame, sign-in, and the pages of the floors that have none of their own."""
