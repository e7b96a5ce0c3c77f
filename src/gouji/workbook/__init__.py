"""Files: reading workbooks and writing our own."""
