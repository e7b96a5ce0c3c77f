"""Fact store: the facts of many workbooks at rest, and the rule book evaluated over all of them at once.

`record` is one file's facts as plain data, `parquet` keeps records, `chunk` holds the printed lines of some
hundred files as arrays, `layouts` says which files may be evaluated together, `universe` binds the rule book
once for these, `products` evaluates it, `recheck` is the whole.
"""
