#!/usr/bin/env python3
"""ready.py ADDRESS: exits 0 when the service at ADDRESS says that it is ready, else 1."""

import sys
import urllib.error
import urllib.request

try:
    with urllib.request.urlopen(sys.argv[1] + "/readyz", timeout=2) as answer:
        sys.exit(0 if answer.status == 200 else 1)
except (urllib.error.URLError, OSError):
    sys.exit(1)
