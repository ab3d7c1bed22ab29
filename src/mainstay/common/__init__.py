"""What every floor may use and that knows no stage."""
