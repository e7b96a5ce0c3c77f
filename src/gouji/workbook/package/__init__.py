"""Package: surgery on the parts of an Excel file; whatever is not cut stays byte for byte the same.

An edit of a part is a list of splices at byte positions that a real XML parser (expat) found, so any writer's
namespaces, quotes and spaces are left as they are, and every edit has an exact inverse.
"""
