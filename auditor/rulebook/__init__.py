"""The check library: YAML in, typed checks out."""
