"""The administrator's page: one module a tab."""
