"""The command that reviews a map."""

from __future__ import annotations

from journeyeditor.cli.commands.maps import read
from journeyeditor.cli.terminal import one_line, tell, tell_json


def check(path: str, *, as_json: bool, is_strict: bool) -> int:
    """Tell what the review of a map finds, and return the exit status: 1 for errors if strict.

    What is set aside on the map is counted only.
    """
    from journeyeditor.i18n import texts as texts_of
    from journeyeditor.insight.review import review
    from journeyeditor.insight.review.dismissals import parted
    from journeyeditor.vocabulary import info_of

    graph = read(path)
    remarks, aside = parted(review(graph), info_of(graph))
    english = texts_of("en")
    if as_json:
        tell_json(
            [
                {
                    "rule": remark.rule,
                    "severity": remark.severity,
                    "element": remark.element,
                    "message": remark.message(english),
                }
                for remark in remarks
            ]
        )
    else:
        for remark in remarks:
            place = f" [{remark.element}]" if remark.element else ""
            tell(one_line(f"{remark.severity}: {remark.message(english)} ({remark.rule}){place}"))
        if not remarks:
            tell("No issues found.")
        if aside:
            tell(f"Dismissed issues: {len(aside)}.")
    return int(is_strict and any(remark.severity == "error" for remark in remarks))
