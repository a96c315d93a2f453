"""``python -m govaudit``."""

import sys

from govaudit.cli import main

if __name__ == "__main__":
    sys.exit(main())
