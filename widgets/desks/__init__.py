"""The pages of each desk: made, put into the window, every wish connected to the verb that grants it."""
