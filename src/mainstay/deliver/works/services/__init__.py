"""What is done in works, one function for each thing a person asks to be done."""
