"""Marks: findings made visible on cells, the same in a file and in a running spreadsheet.

`plan` says which cells are marked and with what note, `results` what the results sheet lists, `record` what
the workbook keeps so that clearing gives back what was there. None of them knows a file or a spreadsheet.
"""
