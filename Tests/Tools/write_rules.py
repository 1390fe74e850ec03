#!/usr/bin/env python3
"""Writes the list of all rules and profiles, as quern prints it, to Docs/Rules.md.

    write_rules.py QUERN           write
    write_rules.py QUERN --check   fail where the file says something else
"""

import json
import pathlib
import subprocess
import sys

DOCUMENT = pathlib.Path(__file__).resolve().parents[2] / "Docs" / "Rules.md"
HEAD = """# Rules and profiles

What `quern rules` lists; made by `make rules`, held against it by `make test`. `quern rules RULE` shows a rule whole, with an example that passes and one that fails.
"""


def cell(text):
    return " ".join(str(text).split()).replace("|", "\\|")


def number(value):
    if value is None:
        return "unset"
    return f"{value:,.0f}" if value == int(value) else repr(value)


def page(listing):
    lines = [HEAD, "## Profiles", "", "| profile | what it does | steps and rules, in order |", "|---|---|---|"]
    for profile in listing["profiles"]:
        steps = []
        for step in profile["steps"]:
            rules = [f"`{rule if isinstance(rule, str) else rule['id']}`" for rule in step["rules"]]
            edit = [f"edit: {step['edit']}"] if step.get("edit") else []
            steps.append(", ".join(edit + rules) or f"{step['name']}: measures only")
        lines.append(f"| `{profile['name']}` | {cell(profile['summary'])} | {cell('; '.join(steps))} |")
    lines += ["", "## Rules", "", "Defaults are those of the rule; profiles may set others.", ""]
    lines += ["| rule | definition | defaults | source |", "|---|---|---|---|"]
    for rule in listing["rules"]:
        defaults = ", ".join(f"`{bound['parameter']}` {number(bound['value'])}" for bound in rule["bounds"])
        lines.append(f"| `{rule['id']}` | {cell(rule['definition'])} | {defaults} | {cell(rule['source'])} |")
    return "\n".join(lines) + "\n"


def main():
    listing = json.loads(subprocess.run([sys.argv[1], "rules", "--json"], check=True, stdout=subprocess.PIPE).stdout)
    text = page(listing)
    if "--check" not in sys.argv[2:]:
        DOCUMENT.write_text(text)
    elif DOCUMENT.read_text() != text:
        sys.exit(f"{DOCUMENT}: differs from what quern rules lists; write it again with make rules")
    print(f"rules: {len(listing['rules'])} in {len(listing['profiles'])} profiles")


main()
