"""Errors: the error values of Excel, by their texts."""

ERROR_CODES = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
    "#GETTING_DATA": 2043,
    "#SPILL!": 2045,
    "#CONNECT!": 2046,
    "#BLOCKED!": 2047,
    "#UNKNOWN!": 2048,
    "#FIELD!": 2049,
    "#CALC!": 2050,
}
"""Excel's numbers of its error values (XlCVError)."""

COM_ERROR = -2146828288
"""What COM adds to the number of an error value: 0x800A0000 as a signed integer."""

ERROR_TEXTS = {COM_ERROR + code: text for text, code in ERROR_CODES.items()}
"""What COM hands over for an error value that xlwings does not know → its text."""
