"""The counter: rules of the trade, storage, services, presenters, and the central server."""
