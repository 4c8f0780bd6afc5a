"""What single pages are made of, beyond the kit: each part is built for one step of the work."""
