"""Configuration: LibreOffice's format of registry files (.xcu) as text."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NAMESPACES = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
_LANGUAGES = {"zh": "zh-CN", "en": "en-US"}


def file(package: str, name: str, *nodes: str) -> str:
    """Return a file of nodes for a component of the registry."""
    attributes = f'oor:package="{package}" oor:name="{name}"'
    body = "\n".join(nodes)
    return f"{_HEAD}<oor:component-data {_NAMESPACES} {attributes}>\n{body}\n</oor:component-data>\n"


def node(name: str, *children: str, replace: bool = False, fuse: bool = False) -> str:
    """Return a node; `replace` puts it in place of one of its name in a set, `fuse` into that one."""
    how = ' oor:op="replace"' if replace else ' oor:op="fuse"' if fuse else ""
    return f"<node oor:name={quoteattr(name)}{how}>" + "\n".join(children) + "</node>"


def prop(name: str, value: str | None = None, *, kind: str = "xs:string", **languages: str) -> str:
    """Return a property with one value, or with one a language (zh, en, or as LibreOffice names it)."""
    values = [f"<value>{escape(value)}</value>"] if value is not None else []
    for language, text in languages.items():
        code = _LANGUAGES.get(language, language)
        values.append(f'<value xml:lang="{code}">{escape(text)}</value>')
    return f'<prop oor:name="{name}" oor:type="{kind}">{"".join(values)}</prop>'
