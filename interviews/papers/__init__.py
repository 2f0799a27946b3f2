"""What is printed of hiring cases: for each paper a module that says what stands on it, and a template."""
