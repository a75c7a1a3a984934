from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from apsgen.cli.interrupt import Interrupt

SIGNALS = [signal.SIGINT, signal.SIGTERM]


@pytest.fixture(autouse=True)
def handlers() -> Iterator[list[object]]:
    former = [(number, signal.getsignal(number)) for number in SIGNALS]
    yield [handler for _, handler in former]
    for number, handler in former:
        signal.signal(number, handler)


@pytest.mark.parametrize("number", SIGNALS)
def test_the_first_signal_is_a_request_and_the_second_an_end(number: signal.Signals) -> None:
    with Interrupt() as interrupt:
        assert not interrupt.requested()
        signal.raise_signal(number)
        assert interrupt.requested()
        with pytest.raises(SystemExit) as end:
            signal.raise_signal(signal.SIGINT)
    assert end.value.code == 130
    assert interrupt.requested()


def test_handlers_are_put_back(handlers: list[object]) -> None:
    with Interrupt():
        assert [signal.getsignal(number) for number in SIGNALS] != handlers
    assert [signal.getsignal(number) for number in SIGNALS] == handlers


@pytest.mark.parametrize("number", SIGNALS)
def test_a_program_that_winds_up_is_left_alone(number: signal.Signals) -> None:
    with Interrupt():
        signal.raise_signal(number)
    assert {signal.getsignal(number) for number in SIGNALS} == {signal.SIG_IGN}
