"""Pages and questions of the demonstration's e-learning."""

from typing import Final, NamedTuple


class Page(NamedTuple):
    """A page: its title, its Markdown, and a question to try oneself on, by code."""

    title: str
    body: str
    question: str = ""


class Item(NamedTuple):
    """A question of the bank: the first `right` options are right; they are shuffled when drawn."""

    code: str
    topic: str
    words: str
    options: tuple[str, ...]
    explanation: str
    right: int = 1


SAFE_USE_PAGES: Final = (
    Page(
        "Why you are here",
        """One record shows you what GP practices, hospitals, community and mental health services
and councils hold about a person. It saves phone calls, repeated tests and repeated questions.

It is also the most private thing that many people have. This course takes about half an hour. It
ends with ten questions; eight right answers open the record for you at once.

You will learn to

- open a record **only for a good reason**
- read the summary from the top, so that nothing urgent is missed
- see what a record does *not* show, and why
- report what is wrong.""",
    ),
    Page(
        "A good reason",
        """You may open a record when you care for the person, or when you do a task for those who
do. That is all.

You may **not** open the record of

- yourself
- your family, friends, neighbours or colleagues, unless you care for them in your job
- anybody in the news.

Every search and every opening is written down with your name, your role and the time. Privacy
officers look at them, and people can ask who looked at their record.""",
        "own-record",
    ),
    Page(
        "Read from the top",
        """The banner comes first: who the person is, their **allergies**, whether there is a
decision about **CPR**, and safeguarding. These are never cut off.

Below it, the strip of sources says who sent what, and how fresh it is. A source that is late says
so. *No entry* from a late source does not mean that nothing happened.

Then the summary: problems, medicines, recent contacts, results. Where two sources differ, both
are shown.""",
        "late-source",
    ),
    Page(
        "What is not shown",
        """Some entries are withheld: because of your role, because the person objected, or because
they are very sensitive. The page says how many, and why.

Withheld does not mean empty. If you need more to care for somebody, ask the service that holds
it.

Nothing about a hospital that does not send data yet is in the record at all. The list of sources
tells you who does.""",
    ),
    Page(
        "When something is wrong",
        """If an entry belongs to somebody else, or is plainly wrong, follow **Report a problem**
beside it. The helpdesk sees which entry you mean; you need not describe the person.

- Wrong person: report at once, and do not act on it.
- Wrong detail: report, and tell the service that wrote it.
- A leak, or a record opened without reason: choose *Something private went astray*.

Never put a name or an NHS number into an e-mail.""",
        "wrong-entry",
    ),
    Page(
        "In an emergency",
        """If your training has lapsed, the record asks for a refresher first. In an emergency you
may pass all the same: say why, and go on. A trainer and a privacy officer hear of it.

Nobody is ever locked out in the middle of a shift: training is checked when you sign in, not
while you work.

Ready? The questions are next. You have fifteen minutes and three tries.""",
    ),
)
SAFE_USE_QUESTIONS: Final = (
    Item(
        "own-record",
        "Good reasons",
        "May you open your own record to check a result?",
        (
            "No. Ask the service that cares for you",
            "Yes, it is your own",
            "Yes, if your manager agrees",
            "Yes, outside working hours",
        ),
        "Nobody opens their own record here. There are proper ways to see it.",
    ),
    Item(
        "colleague",
        "Good reasons",
        "A colleague is off sick and you worry. What do you do?",
        (
            "Ask them, not the record",
            "Look at the summary only",
            "Look, and tell them later",
            "Ask another colleague to look",
        ),
        "Worry is not a reason to open a record. You do not care for them in your job.",
    ),
    Item(
        "neighbour-in-ward",
        "Good reasons",
        "Your neighbour is a patient on your ward, under your care. May you open their record?",
        (
            "Yes, as for any other patient under your care",
            "No, never",
            "Only with a form signed by them",
            "Only a doctor may",
        ),
        "Care is the reason. Tell your manager that you know each other.",
    ),
    Item(
        "phone-request",
        "Good reasons",
        "A voice on the phone says it is the police and asks for an address. What do you do?",
        (
            "Pass it to information governance",
            "Give it, the police may ask",
            "Give only the postcode",
            "Hang up and forget it",
        ),
        "There is a proper way for such requests, and it is not the phone.",
    ),
    Item(
        "late-source",
        "Reading",
        "The hospital is two days late. No admission is shown. So",
        (
            "somebody may be in hospital all the same",
            "they are not in hospital",
            "the record is broken",
            "the GP must be asked to send it",
        ),
        "No entry from a late source tells you nothing about those days.",
    ),
    Item(
        "two-allergies",
        "Reading",
        "One source says no known allergies, another says penicillin.",
        (
            "Treat it as an allergy and find out more",
            "The newer one is right",
            "The GP is always right",
            "Ignore both",
        ),
        "Where sources differ, take the safe one and settle it.",
    ),
    Item(
        "banner-first",
        "Reading",
        "Which two stand in the banner and are never cut off?",
        ("Allergies", "A decision about CPR", "The last blood result", "The last letter"),
        "The banner holds what can harm at once.",
        2,
    ),
    Item(
        "medicine-conflict",
        "Reading",
        "Two sources give different doses of one medicine.",
        (
            "Check with the person and the prescriber",
            "Use the higher dose",
            "Use the lower dose",
            "Use the first in the list",
        ),
        "The summary marks the difference. It does not decide it for you.",
    ),
    Item(
        "withheld-count",
        "Limits",
        "The page says three entries are withheld. That means",
        (
            "they exist and you may not see them",
            "they were deleted",
            "they are about you",
            "the source is late",
        ),
        "Withheld is not empty.",
    ),
    Item(
        "objection",
        "Limits",
        "A person objected to sharing. What do you see?",
        (
            "That an objection is in force",
            "Everything, in an emergency or not",
            "Nothing, not even that",
            "Only letters",
        ),
        "The page says that something is withheld, so that nobody takes it for empty.",
    ),
    Item(
        "no-source",
        "Limits",
        "A trust does not send data yet. Where do you see that?",
        ("In the list of sources", "Nowhere", "In the person’s letters", "On the sign-in page"),
        "The sources strip and its page say who sends what.",
    ),
    Item(
        "role-limits",
        "Limits",
        "Why does a ward clerk see less than a nurse?",
        (
            "Roles see the sections that their work needs",
            "Clerks are not trained",
            "Nurses have been here longer",
            "It is a fault",
        ),
        "Sections are agreed role by role.",
    ),
    Item(
        "wrong-entry",
        "Reporting",
        "You find the letter of somebody else in a record.",
        ("Report it beside the entry at once", "Write to all colleagues", "Ignore it", "Delete it"),
        "Those who saw it are told once it is corrected.",
    ),
    Item(
        "leak",
        "Reporting",
        "You sent a printout to the wrong address. When do you report it?",
        ("At once", "At the end of the week", "Only if somebody complains", "Never"),
        "A clock of 72 hours runs from when anybody knew.",
    ),
    Item(
        "email-number",
        "Reporting",
        "May an NHS number stand in the subject of an e-mail?",
        ("No", "Yes, inside the NHS", "Yes, if it is short", "Yes, to a colleague you know"),
        "Subjects are shown on screens and telephones of others.",
    ),
    Item(
        "screen",
        "Reporting",
        "You leave your desk for a minute. The record is open.",
        (
            "Lock the screen",
            "Turn the screen away",
            "Ask a colleague to watch it",
            "Leave it, it is a minute",
        ),
        "What others read on your screen counts as yours.",
    ),
)
GOVERNANCE_PAGES: Final = (
    Page(
        "Share, and keep",
        """Sharing information for care can be as important as keeping it
private. Ask three questions: *does it help this person’s care, is it the least that helps, and
would they expect it?*

If yes, share. If you are not sure, ask your Caldicott guardian.""",
    ),
    Page(
        "Passwords and screens",
        """A password is yours alone. Nobody from the helpdesk will ask
for it.

- Lock the screen when you leave it.
- Never work under somebody else’s name.
- A smartcard left in a reader is a door left open.""",
        "shared-card",
    ),
    Page(
        "When it goes wrong",
        """Tell us within the hour. We do not look for somebody to blame; we
look for what to stop.

A lost bag, a letter to a wrong address, a screen that a visitor read: all of it counts.""",
    ),
)
GOVERNANCE_QUESTIONS: Final = (
    Item(
        "shared-card",
        "Access",
        "A locum has no card yet and asks for yours.",
        (
            "Say no, and call the helpdesk",
            "Lend it for the shift",
            "Sign in for them",
            "Tell them the code only",
        ),
        "What is done under your name is yours.",
    ),
    Item(
        "least",
        "Sharing",
        "A taxi firm needs to know where to bring a patient. You tell them",
        (
            "the address and any help with walking",
            "the diagnosis too",
            "nothing at all",
            "the NHS number",
        ),
        "The least that helps.",
    ),
    Item(
        "help-desk-call",
        "Access",
        "Somebody from “the helpdesk” asks for your password.",
        (
            "Refuse and report it",
            "Give it, they are the helpdesk",
            "Give half of it",
            "Change it first, then give it",
        ),
        "We never ask.",
    ),
    Item(
        "lost-bag",
        "Incidents",
        "You left a handover sheet on the bus. When do you say so?",
        ("Within the hour", "Tomorrow", "When it is found", "Never"),
        "Time matters more than anything.",
    ),
    Item(
        "caldicott",
        "Sharing",
        "You are not sure whether to share. You ask",
        ("the Caldicott guardian", "a colleague", "the internet", "nobody, and refuse"),
        "That is what they are there for.",
    ),
    Item(
        "photo",
        "Incidents",
        "A colleague photographs a funny letter for a chat.",
        (
            "Have it deleted and report it",
            "Say nothing",
            "Ask for a copy",
            "Crop the name and post it",
        ),
        "A photograph in a chat has left the NHS.",
    ),
)
EMERGENCY_PAGES: Final = (
    Page(
        "A door for emergencies",
        """Some things are closed for good reasons. In an emergency you
may open them: when waiting would harm somebody.

Say what the emergency is, in a few words. Then go on.""",
    ),
    Page(
        "What happens after",
        """Every passage is looked at: by a privacy officer, and by a trainer
if it was your training that had lapsed. Most are right. If yours was not, you will be asked.""",
        "after-passage",
    ),
)
EMERGENCY_QUESTIONS: Final = (
    Item(
        "after-passage",
        "Emergencies",
        "Who looks at an emergency passage?",
        ("A privacy officer", "Nobody", "The patient’s family", "The press office"),
        "Each one is looked at.",
    ),
    Item(
        "curious",
        "Emergencies",
        "A famous person was admitted elsewhere. Is that an emergency?",
        ("No", "Yes", "Only if nobody else is there", "If you say so"),
        "Curiosity is no emergency.",
    ),
    Item(
        "reason",
        "Emergencies",
        "What belongs into the reason?",
        ("What the emergency is, in a few words", "The NHS number", "Your password", "Nothing"),
        "No names and numbers: the record knows them.",
    ),
    Item(
        "unconscious",
        "Emergencies",
        "Somebody is brought in unconscious. May you pass?",
        (
            "Yes, waiting could harm them",
            "No, they cannot consent",
            "Only a consultant may",
            "After an hour",
        ),
        "That is what it is for.",
    ),
)
CYBER_PAGES: Final = (
    Page(
        "False messages",
        """A message that hurries you, flatters you or frightens you wants
something. Look at who really sent it. Do not follow its link: go there your own way.""",
        "hurry",
    ),
    Page(
        "Report in time",
        """You followed a link? Say so at once, even if it was foolish. The first
ten minutes are worth more than the next ten days.""",
    ),
)
CYBER_QUESTIONS: Final = (
    Item(
        "hurry",
        "Messages",
        "“Your account closes in one hour.” What do you do?",
        (
            "Report it and follow no link",
            "Follow the link quickly",
            "Answer politely",
            "Send it to all colleagues",
        ),
        "Hurry is how they work.",
    ),
    Item(
        "usb",
        "Messages",
        "You find a memory stick in the car park.",
        ("Hand it in, unread", "Look whose it is", "Use it", "Format it"),
        "It may carry more than files.",
    ),
    Item(
        "clicked",
        "Messages",
        "You typed your password into a false page.",
        ("Call the helpdesk now", "Wait and see", "Switch the screen off", "Tell nobody"),
        "The sooner the better.",
    ),
    Item(
        "update",
        "Messages",
        "The computer asks to restart for an update.",
        (
            "Let it, as soon as care allows",
            "Never",
            "When you have a day off",
            "Only at the end of the year",
        ),
        "Updates close known holes.",
    ),
)
ADULTS_PAGES: Final = (
    Page(
        "What to look for",
        """Abuse is rarely said. Look for injuries that do not fit, for
somebody who is never left alone, for money that goes missing, for neglect.""",
    ),
    Page(
        "The same day",
        """Raise a concern the same day. You need not be sure. Ask the person what
they want, and write down what they said in their own words.""",
        "be-sure",
    ),
)
ADULTS_QUESTIONS: Final = (
    Item(
        "be-sure",
        "Concerns",
        "Must you be sure before you raise a concern?",
        ("No", "Yes", "Only with a photograph", "Only if two of you saw it"),
        "A concern is enough.",
    ),
    Item(
        "own-words",
        "Concerns",
        "How do you write down what somebody said?",
        ("In their own words", "In better English", "From memory next week", "Not at all"),
        "Their words may be needed later.",
    ),
    Item(
        "alone",
        "Concerns",
        "A relative answers every question for the patient.",
        (
            "Find a way to speak with the patient alone",
            "Write the relative’s answers down",
            "Thank the relative",
            "Ask fewer questions",
        ),
        "It may be kindness. It may not.",
    ),
    Item(
        "money",
        "Concerns",
        "A carer holds a resident’s bank card. That is",
        ("a reason to ask", "none of your business", "always fine", "always theft"),
        "Ask, and raise a concern if it does not add up.",
    ),
)
REFRESHER_PAGES: Final = (
    Page(
        "What is new this year",
        """- The banner says when sources disagree about CPR.
- Lines of the summary have **Report a problem** beside them.
- Who looked at a record is shown to privacy officers within a minute.

Three questions, and you are done.""",
    ),
)

# Course: its pages, its bank, and how many of each topic an attempt draws.
PAGES: Final = {
    "record-safe-use": SAFE_USE_PAGES,
    "record-refresher": REFRESHER_PAGES,
    "emergency-access": EMERGENCY_PAGES,
    "information-governance": GOVERNANCE_PAGES,
    "cyber-security": CYBER_PAGES,
    "safeguarding-adults-2": ADULTS_PAGES,
}
BANKS: Final = {
    "record-safe-use": SAFE_USE_QUESTIONS,
    "record-refresher": tuple(item for item in SAFE_USE_QUESTIONS if item.topic != "Limits"),
    "emergency-access": EMERGENCY_QUESTIONS,
    "information-governance": GOVERNANCE_QUESTIONS,
    "cyber-security": CYBER_QUESTIONS,
    "safeguarding-adults-2": ADULTS_QUESTIONS,
}
DRAWS: Final[dict[str, list[tuple[str, int]]]] = {
    "record-safe-use": [("Good reasons", 3), ("Reading", 3), ("Limits", 2), ("Reporting", 2)],
    "record-refresher": [("Good reasons", 1), ("Reading", 1), ("Reporting", 1)],
    "emergency-access": [("Emergencies", 3)],
    "information-governance": [("Access", 1), ("Sharing", 2), ("Incidents", 1)],
    "cyber-security": [("Messages", 3)],
    "safeguarding-adults-2": [("Concerns", 3)],
}
PASS_MARKS: Final = {"record-safe-use": 80, "information-governance": 75}
