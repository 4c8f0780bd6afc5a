"""Text messages: a GSM modem, or a gateway on the web."""
