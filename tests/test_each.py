"""A test over many rows tells every row that fails, and with which fixtures."""

from __future__ import annotations

import pytest

from tests.each import each


@pytest.fixture
def limit() -> int:
    return 3


@each(("number", "double"), [(1, 2), (2, 4)])
def test_rows_are_given_beside_fixtures(limit: int, number: int, double: int):
    assert number < limit
    assert 2 * number == double


def test_every_row_that_fails_is_told():
    @each("number", [1, 7, 2, 8])
    def check(number: int) -> None:
        assert number < 3

    with pytest.raises(AssertionError) as error:
        check()
    assert [line.partition(":")[0] for line in str(error.value).splitlines() if ":" in line] == ["7", "8"]


def test_an_error_tells_its_row():
    @each("number", [1, 0])
    def check(number: int) -> None:
        assert 1 / number

    with pytest.raises(ZeroDivisionError) as error:
        check()
    assert error.value.__notes__ == ["in the row 0"]


def test_no_rows_prove_nothing():
    with pytest.raises(AssertionError):
        each("number", [])(print)()
