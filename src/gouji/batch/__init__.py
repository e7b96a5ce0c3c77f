"""Batch: the same check of many workbooks by several processes, resumable, in a stable order.

`task` is what is done with one file, `worker` the process that does it, `crew` the processes and who watches
them, `journal` what is finished, `sinks` the forms of the result, `run` the whole.
"""
