"""The list of all that people read, for translators: `make catalog` writes `build/answerable.pot`.

A language is `data/locale/LANGUAGE/LC_MESSAGES/answerable.po`, begun from that list with any editor
of catalogs, and compiled beside it: `pybabel compile -D answerable -d data/locale`.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOG = ROOT / "build" / "answerable.pot"
FOLDERS = ("scorecard_app", "tracker")
KEYWORDS = {"_": None, "N_": None, "gettext": None, "ngettext": (1, 2)}
"""`gettext` is what a block of `trans` comes to."""
METHODS = [("**.py", "python"), ("**.html", "jinja2")]


def messages() -> Catalog:
    """Every text for people in the program, with the file that says it."""
    catalog = Catalog(project="Answerable", charset="utf-8")
    for folder in FOLDERS:
        found = extract_from_dir(ROOT / folder, METHODS, keywords=KEYWORDS, comment_tags=("i18n:",))
        for name, line, message, comments, context in found:
            catalog.add(message, None, [(f"{folder}/{name}", line)], (), comments, context=context)
    return catalog


def main() -> None:
    """Write the list."""
    CATALOG.parent.mkdir(exist_ok=True)
    with CATALOG.open("wb") as file:
        write_po(file, messages(), width=100, sort_by_file=True, omit_header=True)
    print(f"{CATALOG.relative_to(ROOT)} is written.")


if __name__ == "__main__":
    main()
