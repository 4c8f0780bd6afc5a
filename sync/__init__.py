"""From this window to the central and back: outbox, protocol, uploads. Knows nothing of what a case means."""
