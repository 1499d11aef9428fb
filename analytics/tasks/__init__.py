"""Hand work to workers once the transaction has committed."""
