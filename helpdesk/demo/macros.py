"""Steps that the demonstration's desk often takes, and the lists that it keeps."""

from typing import Final, NamedTuple

from helpdesk.codes import Priority, TicketState, Visibility, WaitingReason

Change = dict[str, object]


class DemoMacro(NamedTuple):
    """A macro: what it changes, in order, and what it says."""

    code: str
    name: str
    text: str
    changes: tuple[Change, ...] = ()
    next_step: str = ""
    queue: str = ""
    visibility: Visibility = Visibility.PUBLIC


class DemoView(NamedTuple):
    """A list that the whole desk keeps: its filters as the list's address has them."""

    name: str
    filters: str


TAKE: Final[Change] = {"field": "assignee", "value": "me"}
IN_PROGRESS: Final[Change] = {"field": "state", "value": TicketState.IN_PROGRESS.value}
RESOLVED: Final[Change] = {"field": "state", "value": TicketState.RESOLVED.value}
WAITS_FOR_CALLER: Final[Change] = {
    "field": "state",
    "value": TicketState.WAITING.value,
    "waiting_reason": WaitingReason.USER.value,
}
WAITS_FOR_THEIR_IT: Final[Change] = {
    "field": "state",
    "value": TicketState.WAITING.value,
    "waiting_reason": WaitingReason.ORGANIZATION_IT.value,
}
WAITS_FOR_SUPPLIER: Final[Change] = {
    "field": "state",
    "value": TicketState.WAITING.value,
    "waiting_reason": WaitingReason.THIRD_PARTY.value,
}

MACROS: Final = (
    DemoMacro(
        "take-and-tell",
        "Take it and say so",
        "Dear {caller}, thank you for telling us. I am looking into this and will write again "
        "today. {agent}",
        (TAKE, IN_PROGRESS),
    ),
    DemoMacro(
        "ask-what-you-see",
        "Ask what they see",
        "Dear {caller}, please tell us what you did just before, the exact words on the screen, "
        "and at what time. Please leave names and NHS numbers out. {agent}",
        (WAITS_FOR_CALLER,),
    ),
    DemoMacro(
        "ask-how-many",
        "Ask how many are affected",
        "Dear {caller}, do your colleagues see the same, and does it happen on another computer? "
        "That tells us where to look. {agent}",
        (WAITS_FOR_CALLER,),
    ),
    DemoMacro(
        "password-reset-done",
        "Password reset done",
        "Dear {caller}, your password has been reset. You will be asked for a new one when you "
        "next sign in. {agent}",
        (RESOLVED,),
        queue="access",
    ),
    DemoMacro(
        "account-ready",
        "New account is ready",
        "Dear {caller}, the account is ready from today. The new colleague signs in with their "
        "NHS smartcard; the first visit takes them through a short introduction. {agent}",
        (RESOLVED,),
        queue="access",
    ),
    DemoMacro(
        "account-needs-sponsor",
        "Account needs the sponsor’s word",
        "Dear {caller}, before we set this up we need a short word from the sponsor at "
        "{organisation} that the role is right. Please have them answer to this ticket. {agent}",
        (WAITS_FOR_CALLER,),
        queue="access",
    ),
    DemoMacro(
        "local-it",
        "Their own IT has to act",
        "Dear {caller}, what stops this is on the side of {organisation}: our pages are blocked "
        "before they reach you. Please pass this on to your IT desk and tell us their reference. "
        "{agent}",
        (WAITS_FOR_THEIR_IT,),
    ),
    DemoMacro(
        "clear-cache",
        "Have them reload",
        "Dear {caller}, please close all windows of the browser, open it anew and try once more. "
        "If it is the same, tell us and we go on from there. {agent}",
        (WAITS_FOR_CALLER,),
    ),
    DemoMacro(
        "late-feed",
        "A feed came late",
        "Dear {caller}, last night’s delivery from the organisation that holds this came late. "
        "What was missing is there since this morning. Please look again. {agent}",
        (RESOLVED,),
        queue="data-quality",
    ),
    DemoMacro(
        "wrong-at-source",
        "Wrong at its source",
        "Dear {caller}, we show the entry as it was sent. We have asked the organisation that "
        "wrote it to put it right; it changes here the night after. {agent}",
        (WAITS_FOR_SUPPLIER,),
        queue="data-quality",
    ),
    DemoMacro(
        "training-dates",
        "Offer dates of training",
        "Dear {caller}, the next sessions are on the training page. Tell us which one suits and "
        "for how many, and we keep the places. {agent}",
        (WAITS_FOR_CALLER,),
        queue="training",
    ),
    DemoMacro(
        "fixed-please-check",
        "Mended: ask to check",
        "Dear {caller}, this should work again. Please try it. If we hear nothing we close the "
        "ticket in five working days; you can take it up again at any time until then. {agent}",
        (RESOLVED,),
    ),
    DemoMacro(
        "no-answer-closing",
        "No answer: resolve",
        "Dear {caller}, we asked twice and heard nothing, so we take it that this has settled. "
        "Answer to this message if it has not. {agent}",
        (RESOLVED,),
    ),
    DemoMacro(
        "to-second-tier",
        "Note for the second tier",
        "What was tried: \nWhat was seen: \nSince when, and how many: \nWhat would help next: ",
        (),
        next_step="Hand it to the second tier",
        visibility=Visibility.INTERNAL,
    ),
    DemoMacro(
        "safety-first-look",
        "Clinical safety: first look",
        "A new hazard, one that is recorded, or a control that failed: \nCould somebody have "
        "been harmed: \nWhat to do until it is mended: ",
        ({"field": "priority", "value": Priority.HIGH.value},),
        next_step="Tell the clinical safety officer",
        queue="clinical-safety",
        visibility=Visibility.INTERNAL,
    ),
    DemoMacro(
        "privacy-first-steps",
        "Information governance: first steps",
        "What happened and when we knew: \nWhose information, and how many people: \nIs it "
        "contained: \nWhom we have told: ",
        (TAKE, IN_PROGRESS),
        next_step="Decide whether to report within 72 hours",
        queue="information-governance",
        visibility=Visibility.INTERNAL,
    ),
)

VIEWS: Final = (
    DemoView("Critical and high", "priority=1&priority=2&state=open"),
    DemoView("Clinical safety", "flag=safety&state=open"),
    DemoView("Waiting for the caller", "state=waiting"),
    DemoView("Resolved, not yet closed", "state=resolved"),
)
