"""Reports on one place: the newest names the holder, repetitions confirm it, later ones may contradict it."""

from datetime import date, timedelta

import pytest

from geo.control.control_reports import ControlReport
from geo.control.holdings import Holding, holdings

DAY = date(2020, 2, 1)


def report(days: int, side: str, confidence: float, *, former: str | None = None) -> ControlReport:
    return ControlReport(DAY + timedelta(days), side, former, confidence, f"R{days}")


def last(*reports: ControlReport) -> Holding:
    return holdings(reports)[-1]


def test_without_reports_nobody_holds_a_place() -> None:
    assert holdings([]) == []


def test_one_report_is_trusted_as_its_confidence_says() -> None:
    held = last(report(0, "red", 0.75))
    assert (held.since, held.last_reported, held.side, held.reports) == (DAY, DAY, "red", ("R0",))
    assert held.trust == pytest.approx(0.75)


def test_repeats_confirm_as_odds_are_multiplied() -> None:
    # odds of 3 to 1, twice, are 9 to 1
    held = last(report(0, "red", 0.75), report(5, "red", 0.75))
    assert held.trust == pytest.approx(0.9)
    assert (held.last_reported, held.reports) == (DAY + timedelta(5), ("R5", "R0"))


def test_a_report_of_another_side_ends_what_was_confirmed() -> None:
    held = last(report(0, "red", 0.9), report(1, "blue", 0.75), report(2, "red", 0.75))
    assert (held.side, held.trust) == ("red", pytest.approx(0.75))


def test_before_its_first_report_a_place_is_held_by_the_side_it_was_taken_from() -> None:
    before, after = holdings([report(0, "red", 0.75, former="blue")])
    assert (before.since, before.side, before.trust) == (date.min, "blue", pytest.approx(0.75))
    assert (after.since, after.side) == (DAY, "red")


def test_a_doubtful_capture_is_overruled_by_the_former_holder_of_a_later_report() -> None:
    claimed, fallen = holdings([report(0, "red", 0.55), report(90, "red", 0.9, former="blue")])
    # 9 to 1 against 11 to 9
    assert (claimed.side, claimed.trust) == ("blue", pytest.approx(9 * 9 / 11 / (1 + 9 * 9 / 11)))
    assert claimed.last_reported == DAY + timedelta(90)
    assert fallen.side == "red"


def test_equal_claims_of_two_sides_are_no_information() -> None:
    claimed, _ = holdings([report(0, "red", 0.75), report(9, "green", 0.75, former="blue")])
    assert claimed.trust == pytest.approx(0.5)


def test_a_report_that_is_more_probably_wrong_is_no_information() -> None:
    assert last(report(0, "red", 0.2)).trust == pytest.approx(0.5)


def test_of_a_report_left_out_only_the_former_holder_is_used() -> None:
    reports = [report(0, "red", 0.75), report(9, "blue", 0.9, former="red")]
    (held,) = holdings(reports, without={"R9"})
    assert (held.since, held.side, held.trust) == (DAY, "red", pytest.approx(27 / 28))
