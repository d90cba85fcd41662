"""The flow of evidence of a dossier: how many control reports are used, on whose word, and what can be opened."""

from collections import Counter
from typing import TypedDict

from geo.encirclement.sentences import sentences
from layers.dossier.dossier import Dossier
from layers.dossier.records import ControlReport

CAPTURE = "capture"


class Flow(TypedDict):
    """Numbers of control reports; those from `captures` to `one_source` count reports of a change of hands."""

    reports: int
    used: int
    captures: int
    confirmed: int
    claimed: int
    not_judged: int
    record: int
    one_source: int
    without_link: int


def flow(dossier: Dossier) -> Flow:
    """Count the control reports of a dossier, used or not, by what they rest on.

    Examples
    --------
    >>> counts = flow(Dossier.open("idlib-2020"))
    >>> counts["reports"], counts["used"], counts["captures"], counts["confirmed"]
    (385, 363, 291, 71)
    """
    ids = {*dossier.control["id"], *(report.id for report in dossier.unlocated)}
    reports = [report for report in dossier.evidence.control if report.id in ids]
    captures = [report for report in reports if _is_capture(report)]
    bases = Counter(report.basis for report in captures)
    return Flow(
        reports=len(reports),
        used=len(dossier.control),
        captures=len(captures),
        confirmed=bases["confirmed"],
        claimed=bases["claimed"],
        not_judged=bases[None],
        record=bases["record"],
        one_source=sum(len(report.sources) == 1 for report in captures),
        without_link=sum(report.basis == "record" for report in reports),
    )


def flow_sentence(counts: Flow, language: str = "en") -> str:
    """Write the flow of evidence as one sentence.

    Examples
    --------
    >>> flow_sentence(flow(Dossier.open("northland"))).partition(";")[0]
    '29 reports, 29 used'
    """
    say = sentences(language)
    on_record = say("flow", "on_record", **counts) if counts["record"] else ""
    return say("flow", "sentence", on_record=on_record, **counts)


def _is_capture(report: ControlReport) -> bool:
    return report.kind == CAPTURE or report.from_side is not None
