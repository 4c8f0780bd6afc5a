"""The parts pages are made of; they know nothing of cases or devices."""
