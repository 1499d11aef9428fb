"""The composition root: settings, addresses, workers and the embedded stack."""
