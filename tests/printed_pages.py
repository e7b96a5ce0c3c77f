"""Small PDF files for tests: lines of text and ruled tables, each where the test says."""

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT, LATIN = "STSong-Light", "Times-Roman"
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
LEFT = 72
LEADING = 20


class PrintedPages:
    """A PDF file while it is printed; places are points from the page's top left corner."""

    def __init__(self, path, size=A4, encrypt=None):
        self.path, self.height = path, size[1]
        self.canvas = Canvas(str(path), pagesize=size, encrypt=encrypt)

    def text(self, x, y, text, size=12):
        """Print a line; figures in a font of their own, as offices do."""
        for sign in text:
            font = LATIN if sign.isascii() else FONT
            self.canvas.setFont(font, size)
            self.canvas.drawString(x, self.height - y, sign)
            x += pdfmetrics.stringWidth(sign, font, size)
        return self

    def lines(self, y, *lines, x=LEFT):
        """Print lines below each other; two spaces before one indent it by two signs."""
        for n, line in enumerate(lines):
            indent = 24 if line.startswith("  ") else 0
            self.text(x + indent, y + n * LEADING, line.strip())
        return self

    def table(self, y, widths, text, x=LEFT, *, ruled=True):
        """Print a table: a line a row, cells divided by |; < goes on with the left cell, ^ with that above.

        A / in a cell breaks its line.
        """
        rows = [[cell.strip() for cell in line.split("|")] for line in text.strip().splitlines()]
        heights = [LEADING * max(cell.count("/") + 1 for cell in row) for row in rows]
        tops = [y + sum(heights[:n]) for n in range(len(rows) + 1)]
        lefts = [x + sum(widths[:n]) for n in range(len(widths) + 1)]
        for r, row in enumerate(rows):
            for c, cell in enumerate(row):
                if ruled:
                    self._edges(rows, r, c, (lefts[c], tops[r], lefts[c + 1], tops[r + 1]))
                if cell not in ("<", "^"):
                    for n, line in enumerate(cell.split("/")):
                        self.text(lefts[c] + 2, tops[r] + 14 + n * LEADING, line, size=10)
        return self

    def _edges(self, rows, r, c, box):
        x0, top, x1, bottom = box
        if rows[r][c] != "<":
            self._line(x0, top, x0, bottom)
        if rows[r][c] != "^":
            self._line(x0, top, x1, top)
        if c + 1 == len(rows[r]):
            self._line(x1, top, x1, bottom)
        if r + 1 == len(rows):
            self._line(x0, bottom, x1, bottom)

    def _line(self, x0, y0, x1, y1):
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def page(self):
        """Begin the next page."""
        self.canvas.showPage()
        return self

    def save(self):
        """Write the file and return its path."""
        self.canvas.save()
        return self.path
