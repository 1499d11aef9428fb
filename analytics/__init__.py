"""Analytics: how the service is used, what it is worth, and how sure one can be of either."""
