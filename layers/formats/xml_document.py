"""XML documents as text; what XML 1.0 does not allow, such as control characters, is left out of them."""

import re
from xml.etree import ElementTree as ET

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_document(root: ET.Element, head: str = "") -> str:
    r"""Write a document, indented; the element is indented too.

    Examples
    --------
    >>> xml_document(ET.fromstring("<name>Sa</name>"))
    '<name>Sa</name>\n'
    """
    ET.indent(root, " ")
    return _NOT_XML.sub("", f"{head}{ET.tostring(root, encoding='unicode')}\n")
