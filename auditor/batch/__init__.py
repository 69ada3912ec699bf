"""Many documents, on one machine or a cluster: each in a process that may be lost, its result written at once."""
