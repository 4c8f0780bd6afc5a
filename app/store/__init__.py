"""What the window keeps: one encrypted database and a folder of encrypted pages, behind `store.Store`."""
