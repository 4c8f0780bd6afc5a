"""Card readers, page sources and printers: codecs, drivers, simulators. Knows nothing of cases."""
