"""Writes Sources/CText/entities.inc: the named character references of HTML.

The names are those of the HTML Standard (https://html.spec.whatwg.org/multipage/named-characters.html) as Python's
standard library holds them, without the ones that need no semicolon. Usage: generate_entities.py > entities.inc
"""

import html.entities


def c_string(text):
    return '"' + "".join(f"\\x{byte:02X}" for byte in text.encode()) + '"'


def main():
    print("// The named character references of the HTML Standard, written by Tests/Tools/generate_entities.py.")
    names = sorted(name[:-1] for name in html.entities.html5 if name.endswith(";"))
    line = ""
    for name in names:
        item = '{"%s", %s},' % (name, c_string(html.entities.html5[name + ";"]))
        if line and len(line) + 1 + len(item) > 118:
            print(line)
            line = item
        else:
            line = f"{line} {item}" if line else item
    print(line)


if __name__ == "__main__":
    main()
