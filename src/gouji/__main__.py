"""`python -m gouji`."""

from gouji.cli import main

main()
