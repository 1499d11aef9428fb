"""One module for each source format: splits a file into the resources that it holds."""
