"""Reading print on paper: a worker process with the models, and rules that make fields of what it read."""
