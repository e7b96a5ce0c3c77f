"""Documents: reports as .docx, .pdf and web pages, read into paragraphs, marked, their tables lifted."""
