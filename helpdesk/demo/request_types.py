"""What callers of the demonstration can ask for, in their words."""

from typing import Final, NamedTuple

from helpdesk.codes import Impact, TicketCategory, TicketKind, Urgency

INCIDENT, REQUEST = TicketKind.INCIDENT, TicketKind.SERVICE_REQUEST
C, U = TicketCategory, Urgency


class DemoRequestType(NamedTuple):
    """A line of the portal, and the ticket that comes of it."""

    code: str
    name: str
    description: str
    prompt: str
    kind: TicketKind
    category: TicketCategory
    impact: Impact = Impact.MINOR
    urgency: Urgency = U.SOON
    asks_safety: bool = True
    asks_governance: bool = True
    queue: str = ""


REQUEST_TYPES: Final = (
    DemoRequestType(
        "cannot-sign-in",
        "I cannot sign in",
        "A forgotten password, a locked account or a smartcard that is refused",
        "Say what you see when you try, and since when.",
        INCIDENT,
        C.ACCESS,
        urgency=U.TODAY,
        asks_safety=False,
        asks_governance=False,
    ),
    DemoRequestType(
        "cannot-open-record",
        "I cannot open a person’s record",
        "The page is blank, very slow, or says that you may not",
        "Say what you did and what happened.",
        INCIDENT,
        C.SOFTWARE,
        Impact.CARE_SOME,
        U.TODAY,
    ),
    DemoRequestType(
        "information-missing",
        "Something is missing from a record",
        "Results, letters or medicines that should be there",
        "Say what is missing and which organisation holds it.",
        INCIDENT,
        C.DATA_QUALITY,
        Impact.CARE_SOME,
        U.TODAY,
    ),
    DemoRequestType(
        "information-wrong",
        "Something in a record is wrong",
        "An entry that belongs to somebody else, or is out of date",
        "Say what is wrong. On the record itself, “Report a problem” tells us which entry.",
        INCIDENT,
        C.DATA_QUALITY,
        Impact.CARE_SOME,
        U.TODAY,
    ),
    DemoRequestType(
        "service-slow",
        "The service is slow or stops",
        "Pages that take long, time out or show an error",
        "Say where you are, how many of you see it, and since when.",
        INCIDENT,
        C.SOFTWARE,
        Impact.WORK_SOME,
        U.TODAY,
        asks_governance=False,
    ),
    DemoRequestType(
        "button-in-system",
        "The button in our own system does not work",
        "Opening the shared record from your clinical system",
        "Name your system and say what it shows.",
        INCIDENT,
        C.CONFIGURATION,
        Impact.WORK_SOME,
        asks_governance=False,
    ),
    DemoRequestType(
        "printer-or-screen",
        "A printer, screen or card reader does not work",
        "Equipment that you use with the shared record",
        "Say what it is, where it stands, and what your own IT desk said.",
        INCIDENT,
        C.HARDWARE,
        Impact.MINOR,
        U.WEEK,
        asks_safety=False,
        asks_governance=False,
    ),
    DemoRequestType(
        "lost-device",
        "A device or smartcard is lost or stolen",
        "Anything with which somebody could sign in as you",
        "Say what it was, when you last had it, and whether it was locked.",
        INCIDENT,
        C.SECURITY,
        Impact.WORK_SOME,
        U.NOW,
        asks_safety=False,
    ),
    DemoRequestType(
        "suspicious-message",
        "I had a suspicious e-mail or call",
        "Somebody asks for a password, or pretends to be us",
        "Say what it asked for and whether you answered. Do not forward it.",
        INCIDENT,
        C.SECURITY,
        Impact.MINOR,
        U.TODAY,
        asks_safety=False,
    ),
    DemoRequestType(
        "privacy-concern",
        "Somebody may have seen what they should not",
        "A record opened without reason, or information sent to the wrong person",
        "Say what happened and when. Only information governance reads this.",
        INCIDENT,
        C.SECURITY,
        Impact.WORK_SOME,
        U.NOW,
        asks_safety=False,
        queue="information-governance",
    ),
    DemoRequestType(
        "new-starter",
        "Set up a new starter",
        "An account and a role for somebody who joins you",
        "Say what they do, where, and from which day.",
        REQUEST,
        C.ACCESS,
        Impact.MINOR,
        U.SOON,
        asks_safety=False,
        asks_governance=False,
    ),
    DemoRequestType(
        "change-role",
        "Change what somebody may see or do",
        "A new role, another site, or somebody who leaves",
        "Say who, what changes, and from which day.",
        REQUEST,
        C.ACCESS,
        Impact.MINOR,
        U.SOON,
        asks_safety=False,
        asks_governance=False,
    ),
    DemoRequestType(
        "bulk-accounts",
        "Set up or remove many accounts",
        "A list of joiners and leavers, or a whole team",
        "Say how many, and we will send you the sheet to fill in.",
        REQUEST,
        C.ACCESS,
        Impact.WORK_SOME,
        U.WEEK,
        asks_safety=False,
        asks_governance=False,
    ),
    DemoRequestType(
        "how-do-i",
        "How do I …?",
        "Something that you cannot find or are not sure of",
        "Say what you want to get done.",
        REQUEST,
        C.HOW_TO,
        Impact.MINOR,
        U.WEEK,
        asks_safety=False,
        asks_governance=False,
    ),
    DemoRequestType(
        "training",
        "Training for me or my team",
        "A session, a place on a course, or materials",
        "Say who it is for, how many, and which days suit.",
        REQUEST,
        C.TRAINING,
        Impact.MINOR,
        U.WEEK,
        asks_safety=False,
        asks_governance=False,
    ),
    DemoRequestType(
        "change-settings",
        "Change how the service is set up for us",
        "Opening hours, site names, the order of sections, links",
        "Say what should change and why.",
        REQUEST,
        C.CONFIGURATION,
        Impact.MINOR,
        U.WEEK,
        asks_governance=False,
    ),
    DemoRequestType(
        "connect-feed",
        "Share more of our information",
        "A new feed, or more of what one sends",
        "Say which system and which kinds of entries.",
        REQUEST,
        C.CONFIGURATION,
        Impact.WORK_SOME,
        U.WHENEVER,
        asks_safety=False,
    ),
    DemoRequestType(
        "idea",
        "I have an idea or a complaint",
        "What would make the service better for you",
        "Tell us in your own words.",
        REQUEST,
        C.HOW_TO,
        Impact.MINOR,
        U.WHENEVER,
        asks_safety=False,
    ),
)
