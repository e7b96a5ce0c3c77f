"""The VBA of a file as oletools reads it."""

import warnings

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)  # oletools uses pyparsing's old names
    from oletools.olevba import VBA_Parser, decompress_stream


def decompressed(data):
    """Return the data of MS-OVBA's compressed container."""
    return bytes(decompress_stream(bytearray(data)))


def modules(path):
    """Return the text of each module by its name."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        parser = VBA_Parser(str(path))
        found = {name.rpartition(".")[0]: text for _, _, name, text in parser.extract_macros()}
        parser.close()
    return found


def flags(path):
    """Return what olevba warns of, as kinds and keywords."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        parser = VBA_Parser(str(path))
        found = {(kind, keyword) for kind, keyword, _ in parser.analyze_macros()}
        parser.close()
    return found
