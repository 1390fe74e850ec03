"""The bank notation: reading topics and expanding their units.

    == bread : web notes      a topic and the kinds of page it may appear on
    [title] [open] [body] [close] [question] [steps] [items] [listhead]
    one unit a line           one to three sentences

A unit may hold slots: `{a|b}` is a choice, `{3-9}` a number, `{town}` a word
drawn anew each time, `{TOWN}` a word that stays the same through a document.
Slots nest; the innermost is expanded first. A title may begin with `#tag `;
units that begin with `#tag,tag ` are used only under a title with such a tag.
"""

import re

SLOT = re.compile(r"\{([^{}]*)\}")
CODE_SLOT = re.compile(r"«([^«»]*)»")
NUMBERS = re.compile(r"(\d+)-(\d+)\Z")


def read_topics(text):
    """Parse a bank into a list of topics: name, kinds and lists of units."""
    topics, section = [], None
    for line in text.splitlines():
        line = line.strip()
        if line.startswith("== "):
            name, kinds = line[3:].split(" : ")
            topics.append({"name": name, "kinds": kinds.split()})
        elif line.startswith("[") and line.endswith("]"):
            section = topics[-1].setdefault(line[1:-1], [])
        elif line:
            section.append(line)
    return topics


def under_title(rng, topic):
    """Choose a title; the topic without tags, and without units of other titles."""
    title = rng.choice(topic["title"])
    tag, title = title[1:].split(" ", 1) if title.startswith("#") else (None, title)
    chosen = dict(topic)
    for name in ("open", "body", "items", "steps", "question"):
        if name in topic:
            pairs = [unit[1:].split(" ", 1) if unit.startswith("#") else (None, unit) for unit in topic[name]]
            chosen[name] = [unit for tags, unit in pairs if tags is None or tag in tags.split(",")]
    return title, chosen


class Expander:
    """Fills slots for one document; upper-case words are remembered."""

    def __init__(self, rng, words, slot=SLOT):
        self.rng, self.words, self.slot, self.kept = rng, words, slot, {}

    def __call__(self, unit):
        while self.slot.search(unit):
            unit = self.slot.sub(self._fill, unit)
        return unit

    def _fill(self, match):
        body = match.group(1)
        if "|" in body:
            return self.rng.choice(body.split("|"))
        numbers = NUMBERS.match(body)
        if numbers:
            return str(self.rng.randint(int(numbers[1]), int(numbers[2])))
        if body.isupper():
            if body not in self.kept:
                self.kept[body] = self.rng.choice(self.words[body.lower()])
            return self.kept[body]
        return self.rng.choice(self.words[body])
