"""Puts bank units together into pages: articles, guides, threads, newsletters, source files."""

import re
import unicodedata

from . import arabic, chinese, code, english_home, english_public, german, hindi, smaller
from .bank import CODE_SLOT, Expander, read_topics, under_title
from .vocabulary import words

BANKS = {
    "en": english_home.BANK + english_public.BANK,
    "de": german.BANK,
    "zh": chinese.BANK,
    "ar": arabic.BANK,
    "hi": hindi.BANK,
    "fr": smaller.FRENCH,
    "es": smaller.SPANISH,
    "ru": smaller.RUSSIAN,
    "ja": smaller.JAPANESE,
}
TOPICS = {lang: read_topics(text) for lang, text in BANKS.items()}

UNSPACED = {"zh", "ja"}
REPLY = {"en": "{} wrote:", "de": "{} schrieb:", "zh": "{} 回复：", "ar": "رد من {}:", "hi": "{} का जवाब:", "ru": "{} пишет:"}
NICKS = "millrace oldspanner tealeaf quietowl rook17 bramble northlight halfpint cobbler marrow pinetar weir".split()
MASTHEAD = {
    "en": ["The {TOWN} Messenger, {MONTH}", "Village letter, {MONTH}", "Notes from the {RIVER} valley"],
    "de": ["Dorfblatt {TOWN}, {MONTH}", "Rundbrief {MONTH}"],
    "zh": ["{TOWN}通讯，{MONTH}", "{MONTH}小报"],
    "ar": ["نشرة {TOWN}، {MONTH}"],
    "hi": ["{TOWN} समाचार पत्रिका, {MONTH}"],
    "fr": ["La lettre de {TOWN}, {MONTH}"],
    "es": ["La hoja de {TOWN}, {MONTH}"],
    "ru": ["Листок: {TOWN}"],
    "ja": ["{TOWN}だより {MONTH}号"],
}


def shingles(text, lang):
    """Word 5-grams, or character 8-grams where words are not spaced."""
    if lang in UNSPACED:
        flat = re.sub(r"\s+", "", text)
        return {flat[i : i + 8] for i in range(max(1, len(flat) - 7))}
    tokens = text.split()
    return {tuple(tokens[i : i + 5]) for i in range(max(1, len(tokens) - 4))}


def similarity(a, b):
    """Jaccard similarity of two sets."""
    shared = len(a & b)
    return shared / (len(a) + len(b) - shared)


class Composer:
    """Makes documents; refuses one that is too much like an earlier one by chance."""

    LIMIT = 0.4

    def __init__(self, rng):
        self.rng = rng
        self.seen = {}

    def document(self, lang, kind):
        best = None
        for _ in range(60):
            text = self._source_file() if lang == "code" else self._page(lang, kind)
            text = unicodedata.normalize("NFC", text)
            mine = shingles(text, lang)
            score = max((similarity(mine, other) for other in self.seen.get(lang, [])), default=0)
            if best is None or score < best[0]:
                best = (score, text, mine)
            if score < self.LIMIT:
                break
        self.seen.setdefault(lang, []).append(best[2])
        return best[1]

    def _page(self, lang, kind):
        rng, say = self.rng, Expander(self.rng, words(lang))
        if rng.random() < 0.08:
            return self._newsletter(lang, say)
        topic = rng.choice([topic for topic in TOPICS[lang] if kind in topic["kinds"]])
        if "question" in topic and (kind == "forum" or rng.random() < 0.5):
            return self._thread(lang, topic, say)
        size = rng.choices([rng.randint(2, 3), rng.randint(4, 7), 99], [30, 45, 25])[0]
        return self._article(lang, topic, say, size)

    def _article(self, lang, topic, say, size):
        rng = self.rng
        title, topic = under_title(rng, topic)
        units = rng.sample(topic["body"], min(size, len(topic["body"])))
        parts = [say(title)]
        opening = [say(rng.choice(topic["open"]))]
        if rng.random() < 0.6:
            opening.append(say(units.pop()))
        parts.append(self._join(lang, opening))
        lists = [name for name in ("items", "steps") if name in topic and rng.random() < 0.65]
        if "items" in lists:
            parts.append(self._items(topic, say))
        while units:
            take = rng.randint(1, 3)
            parts.append(self._join(lang, [say(unit) for unit in units[:take]]))
            units = units[take:]
        if "steps" in lists:
            steps = [step for step in topic["steps"] if rng.random() < 0.93]
            parts.append("\n".join(f"{n}. {say(step)}" for n, step in enumerate(steps, 1)))
        if rng.random() < 0.8:
            parts.append(say(rng.choice(topic["close"])))
        return "\n\n".join(parts)

    def _items(self, topic, say):
        mark = self.rng.choice(["- ", "* ", "• "])
        chosen = [item for item in topic["items"] if self.rng.random() < 0.85] or topic["items"]
        head = [say(self.rng.choice(topic["listhead"]))] if "listhead" in topic else []
        return "\n".join(head + [mark + say(item) for item in chosen])

    def _thread(self, lang, topic, say):
        rng = self.rng
        title, topic = under_title(rng, topic)
        answers = rng.sample(topic["body"], rng.randint(2, len(topic["body"]) - 1))
        nicks = rng.sample(NICKS, len(NICKS))
        asked = self._join(lang, [say(rng.choice(topic["open"])), say(rng.choice(topic["question"]))])
        parts = [say(title), asked]
        for number, answer in enumerate(answers):
            head = REPLY.get(lang, "{}:").format(nicks[number % len(nicks)])
            parts.append(f"{head}\n{say(answer)}")
        parts.append(say(rng.choice(topic["close"])))
        return "\n\n".join(parts)

    def _newsletter(self, lang, say):
        """Several topics under one head: the longest pages of the corpus."""
        rng = self.rng
        count = min(len(TOPICS[lang]), rng.randint(3, 11))
        parts = [say(rng.choice(MASTHEAD[lang]))]
        for topic in rng.sample(TOPICS[lang], count):
            parts.append(self._article(lang, topic, say, rng.randint(4, 11)))
            for word in ("PERSON", "PROJECT", "VERSION"):
                say.kept.pop(word, None)
        text = "\n\n".join(parts)
        while len(text.split()) > 1400:
            text = text[: text.rindex("\n\n")]
        return text

    def _source_file(self):
        rng = self.rng
        name = rng.choice(list(code.LANGUAGES))
        heads, body = code.units(name)
        say = Expander(rng, words("code"), CODE_SLOT)
        picked = rng.sample(range(len(body)), rng.randint(3, len(body)))
        parts = [rng.choice(heads)] + [body[n] for n in sorted(picked)]
        gap = "\n\n\n" if name == "python" else "\n\n"
        return gap.join(say(part) for part in parts) + "\n"

    @staticmethod
    def _join(lang, sentences):
        return ("" if lang in UNSPACED else " ").join(sentences)
