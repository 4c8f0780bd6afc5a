"""What a person can do at the counter: one verb a module, plain synchronous Python."""
