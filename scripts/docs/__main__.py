"""`python -m scripts.docs`: writes every generated page and says which of them changed."""

from __future__ import annotations

from scripts.docs.pages import PAGES, page_file


def main() -> None:
    """Writes the pages that differ from what is committed."""
    for name, text_of in PAGES.items():
        path, text = page_file(name), text_of()
        before = path.read_text("utf-8") if path.exists() else ""
        path.write_text(text, "utf-8")
        print(f"docs/{name}: {'as before' if text == before else 'written'}")


if __name__ == "__main__":
    main()
