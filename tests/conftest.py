"""No test reads or fills the cache of the person who runs it."""

import os

os.environ["AUDITOR_NO_CACHE"] = "1"
