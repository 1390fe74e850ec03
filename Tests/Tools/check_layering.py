#!/usr/bin/env python3
"""Holds three descriptions of the modules together and fails where they differ.

They are the edges that Package.swift declares, the `import` lines in Sources, and the table in Docs/Architecture.md.
Reported are undeclared imports, declared edges that no file uses, arrows that do not point to a lower level,
Foundation and packages below the level that may use them, and rows of the table that are missing, wrong or stale.

    check_layering.py            check
    check_layering.py --update   first write the declared edges into the table; levels and order stay
"""

import json
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "Docs" / "Architecture.md"
ARROW = "→"
# From this level up, Foundation and packages may be imported.
FOUNDATION_LEVEL = 5
FOUNDATION = {"Foundation", "FoundationEssentials", "FoundationNetworking", "FoundationXML"}
# What comes with the compiler and needs no declaration.
TOOLCHAIN = FOUNDATION | {"Swift", "Synchronization", "Glibc", "Musl", "Dispatch"}
PROBE = "foundation-free-probe"

IMPORT = re.compile(
    r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|package|internal|fileprivate|private)\s+)?"
    r"import\s+(?:(?:struct|class|enum|protocol|func|var|let|typealias)\s+)?(\w+)"
)
TABLE = re.compile(r"^```modules\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LEVEL = re.compile(r"^Level (\d+):")


def short(target: str) -> str:
    """The name of a target in the table: that of its folder."""
    return target.removeprefix("Quern")


def declared() -> tuple[dict[str, set[str]], dict[str, pathlib.Path], set[str]]:
    """The edges and folders of the targets in Sources, and what the probe links."""
    command = ["swift", "package", "--scratch-path", ".build-describe", "describe", "--type", "json"]
    text = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout
    edges, folders, probed = {}, {}, set()
    for target in json.loads(text)["targets"]:
        names = {short(name) for name in target.get("target_dependencies", [])}
        if target["name"] == PROBE:
            probed = names
        if target["path"].startswith("Sources/"):
            edges[short(target["name"])] = names | set(target.get("product_dependencies", []))
            folders[short(target["name"])] = ROOT / target["path"]
    return edges, folders, probed


def imports(folder: pathlib.Path) -> dict[str, str]:
    """The modules that a folder's Swift files import, each with one place."""
    found: dict[str, str] = {}
    for file in sorted(folder.rglob("*.swift")):
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
            if match := IMPORT.match(line):
                found.setdefault(short(match[1]), f"{file.relative_to(ROOT)}:{number}")
    return found


def table() -> tuple[dict[str, int], dict[str, set[str]], list[str]]:
    """The levels and edges of the document's table, and what is wrong with its form."""
    levels, edges, problems = {}, {}, []
    match = TABLE.search(DOCUMENT.read_text(encoding="utf-8"))
    if match is None:
        return levels, edges, ["Docs/Architecture.md has no block that begins with ```modules"]
    level = None
    for line in match[1].splitlines():
        if heading := LEVEL.match(line):
            level = int(heading[1])
        elif line.strip():
            name, arrow, rest = (part.strip() for part in line.partition(ARROW))
            if not arrow or level is None or name in levels:
                problems.append(f"Docs/Architecture.md: not a new row 'Name {ARROW} Dep, Dep' under a level: {line}")
                continue
            levels[name] = level
            edges[name] = {part.strip() for part in rest.split(",") if part.strip()}
    return levels, edges, problems


def update(edges: dict[str, set[str]]) -> None:
    """Writes the declared edges into the rows of the table."""
    levels, _, _ = table()
    order = list(levels)

    def place(name: str) -> tuple[int, str]:
        return (order.index(name) if name in levels else len(order), name)

    def rewrite(match: re.Match[str]) -> str:
        lines = []
        for line in match[1].splitlines():
            name = line.partition(ARROW)[0].strip()
            if ARROW in line and name in edges:
                line = f"{name} {ARROW} {', '.join(sorted(edges[name], key=place))}".rstrip()
            lines.append(line + "\n")
        return f"```modules\n{''.join(lines)}```"

    text = DOCUMENT.read_text(encoding="utf-8")
    DOCUMENT.write_text(TABLE.sub(rewrite, text), encoding="utf-8")


def check(edges: dict[str, set[str]], folders: dict[str, pathlib.Path], probed: set[str]) -> list[str]:
    """Everything in which the three descriptions differ, or that breaks a rule."""
    levels, drawn, problems = table()
    for name in sorted(set(levels) - set(edges)):
        problems.append(f"Docs/Architecture.md: the row {name} names no target of Package.swift")
    for name, wanted in edges.items():
        if name not in levels:
            problems.append(f"Docs/Architecture.md: no row for {name}")
            continue
        level = levels[name]
        for other in sorted(wanted ^ drawn[name]):
            where = "Package.swift" if other in wanted else "Docs/Architecture.md"
            problems.append(f"{name} {ARROW} {other} is in {where} only")
        for other in sorted(wanted):
            if other not in edges and level < FOUNDATION_LEVEL:
                problems.append(f"{name} {ARROW} {other}: packages are used from level {FOUNDATION_LEVEL} up only")
            elif levels.get(other, -1) >= level:
                problems.append(f"{name} {ARROW} {other} does not point down: level {level} {ARROW} {levels[other]}")

        used = imports(folders[name])
        for other, place in used.items():
            if other in FOUNDATION and level < FOUNDATION_LEVEL:
                problems.append(f"{place}: {name} is below level {FOUNDATION_LEVEL} and must not import {other}")
            if other not in wanted | TOOLCHAIN and other != name:
                problems.append(f"{place}: {name} imports {other}, which Package.swift does not declare for it")
        for other in sorted(wanted - set(used)):
            problems.append(f"Package.swift: {name} declares {other}, but no file of it imports that")

        is_swift = any(folders[name].rglob("*.swift"))
        if is_swift and level < FOUNDATION_LEVEL and name not in probed:
            problems.append(f"Package.swift: {PROBE} does not link {name}")
    return problems


def main() -> int:
    edges, folders, probed = declared()
    if sys.argv[1:] == ["--update"]:
        update(edges)
    elif sys.argv[1:]:
        print(__doc__, file=sys.stderr)
        return 64
    problems = check(edges, folders, probed)
    for problem in problems:
        print(problem, file=sys.stderr)
    if not problems:
        print(f"layering: {len(edges)} modules, {sum(map(len, edges.values()))} edges, all as declared")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
