"""`python -m journeyeditor`: the same as the command."""

import sys

from journeyeditor.cli import main

if __name__ == "__main__":
    sys.exit(main())
