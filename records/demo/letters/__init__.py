"""Letters as organisations would send them: PDF, image, plain text and HTML."""
