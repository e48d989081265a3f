"""What helps to test programs that make or check reports."""
