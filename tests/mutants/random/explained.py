"""The survivors that change nothing that anybody can see, each with the reason why: explained.txt."""


class Explained:
    """Reads paragraphs of four lines and more: "FILE FUNCTION", the line, the change, and why."""

    def __init__(self, text):
        self.reasons = {}
        self.faults = []
        lines = [line for line in text.splitlines() if not line.startswith("#")]
        for paragraph in "\n".join(lines).strip().split("\n\n"):
            parts = [part.strip() for part in paragraph.strip().splitlines()]
            if parts == []:
                continue
            if len(parts) < 4 or " " not in parts[0]:
                self.faults.append(f"not an explanation: {' / '.join(parts)}")
                continue
            path, function = parts[0].split(" ", 1)
            self.reasons[path, function, parts[1], parts[2]] = " ".join(parts[3:])

    def check(self, changes):
        """Finds explanations of changes that do not exist any more."""
        there = {change.key for change in changes}
        for key in self.reasons:
            if key not in there:
                self.faults.append(f"explains a change that there is not any more: {' / '.join(key)}")


def entry(change):
    """What to write into explained.txt, but for the reason."""
    path, function, line, text = change.key
    return f"{path} {function}\n    {line}\n    {text}"
