"""Narratives for tests: a text is a document, a small table its workbook; findings in a word."""

from tests.tables import sheets

from gouji.locate import locate
from gouji.narrative.claims import read_claims
from gouji.narrative.plaintext import paragraphs_of
from gouji.narrative.sentences import sentences_of
from gouji.narrative.tie import tie
from gouji.rules import narrative_rules


def tied(text, tables="", last="", department=""):
    """Return what the narrative rules say of the text, against the workbooks that the tables draw."""
    this, before = (locate(sheets(drawn)) if drawn else None for drawn in (tables, last))
    return tie(paragraphs_of(text), narrative_rules(), this, before, department=department)


def told(text, tables="", last=""):
    """Return rule, verdict and the words told about, of every finding that is not exact."""
    return [
        (f.rule, f.verdict.value, f.place.sentence[f.place.offset : f.place.end])
        for f in tied(text, tables, last).findings
    ]


def wrong(text, tables="", last=""):
    """Return rule and words of the mismatches."""
    return [(rule, words) for rule, verdict, words in told(text, tables, last) if verdict == "mismatch"]


def claims_of(text):
    """Return role and number of every claim of the text."""
    reading = read_claims(sentences_of(paragraphs_of(text)))
    return [(c.role, c.number.text) for topic in reading.topics for c in topic.claims if c.number]
