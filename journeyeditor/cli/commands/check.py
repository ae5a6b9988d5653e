"""The command that reviews a map."""

from __future__ import annotations

from journeyeditor.cli.commands.maps import read
from journeyeditor.cli.terminal import clipped, one_line, print_json, print_lines


def check(path: str, *, as_json: bool, is_strict: bool) -> int:
    """Print the findings of the review, and return the exit status: 1 for errors if strict.

    Dismissed findings are only counted.
    """
    from journeyeditor.i18n import texts as texts_of
    from journeyeditor.insight.review import review
    from journeyeditor.insight.review.findings import split_dismissed
    from journeyeditor.vocabulary import info_of

    graph = read(path)
    findings, dismissed = split_dismissed(review(graph), info_of(graph))
    english = texts_of("en")
    if as_json:
        print_json(
            [
                {
                    "rule": finding.rule,
                    "severity": finding.severity,
                    "element": finding.element,
                    "message": finding.message(english),
                }
                for finding in findings
            ]
        )
    else:
        for finding in findings:
            place = f" [{finding.element}]" if finding.element else ""
            print_lines(
                one_line(
                    f"{finding.severity}: {clipped(finding.message(english))} ({finding.rule}){place}"
                )
            )
        if not findings:
            print_lines("No issues found.")
        if dismissed:
            print_lines(f"Dismissed issues: {len(dismissed)}.")
    return int(is_strict and any(finding.severity == "error" for finding in findings))
