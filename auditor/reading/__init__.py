"""One reader per format: bytes in, Document out."""
