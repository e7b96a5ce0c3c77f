"""Narrative (决算说明): its text, the claims it makes, and what they tie to."""
