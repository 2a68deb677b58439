"""Pages that nobody has thought of are read, or refused: they end no crawl."""

from __future__ import annotations

import pytest

from scrapers.kit.page_text import decoded, selector_of, text_of
from scrapers.kit.printed import PageRefused


def _nested(depth: int) -> str:
    return "<p>a</p>" + "<div>" * depth + "b" + "</div>" * depth + "c <b>d<i>e</i>f</b>g"


def test_the_text_of_a_page_of_1900_nested_elements_is_read_in_order() -> None:
    assert text_of(selector_of(_nested(1900))).split() == ["a", "b", "c", "d", "e", "f", "g"]


def test_a_page_of_5000_nested_elements_is_refused_and_not_cut_short() -> None:
    with pytest.raises(PageRefused, match="nested too deep"):
        selector_of(_nested(5000))


@pytest.mark.parametrize("charset", ["klingon", "hex", "undefined", "idna", "a b", "utf-8\x00"])
def test_a_charset_that_is_none_refuses_its_page(charset: str) -> None:
    with pytest.raises(PageRefused):
        decoded(b"\xff", f'text/html; charset="{charset}"')
