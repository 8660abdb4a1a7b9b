"""Where the reference describes a name, as Doxygen's tag file has it."""

import re
import xml.etree.ElementTree as ElementTree


class Reference:
    """The names of the library, without `rondo::`."""

    def __init__(self, tag_file):
        self.addresses = {}
        self.types = {}
        for compound in ElementTree.parse(tag_file).getroot():
            kind, name = compound.get("kind"), compound.findtext("name")
            if kind not in ("class", "struct", "namespace", "concept"):
                continue
            name = re.sub(r"^rondo(::|$)", "", name)
            if kind != "namespace":
                self.types[name] = self.addresses[name] = compound.findtext("filename")
            for member in compound.findall("member"):
                address = f"{member.findtext('anchorfile')}#{member.findtext('anchor')}"
                self.addresses.setdefault((f"{name}::" if name else "") + member.findtext("name"), address)

    def of_page(self):
        """What gives the address of a name for one page: qualified names always, a type's bare name the first time."""
        seen = set()

        def name_of(code):
            bare = re.sub(r"<.*?>|\(\)$", "", code)
            name = bare.removeprefix("rondo::")
            if name not in self.addresses or ("::" not in bare and (name not in self.types or name in seen)):
                return None
            seen.add(name)
            return self.addresses[name]

        return name_of

    def in_code(self, name):
        """The address of a name in a block of code: of a type, or of what is said to be rondo's."""
        bare = name.removeprefix("rondo::")
        return self.addresses.get(bare) if name != bare else self.types.get(name)
