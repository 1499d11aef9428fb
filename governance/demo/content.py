"""What invented committees talk about, decide and ask for; the words of the demonstration."""

from typing import Final, NamedTuple

from governance.codes import Purpose, Visibility

P, V = Purpose, Visibility


class Ask(NamedTuple):
    """An action that follows from a topic, and in how many days it is due."""

    text: str
    days: int


class Outcome(NamedTuple):
    """A decision that a topic leads to."""

    title: str
    text: str
    rationale: str


class Topic(NamedTuple):
    """Something that a committee takes up once, with its paper and what came of it."""

    title: str
    purpose: Purpose
    ask: str
    paper: str
    said: tuple[str, ...]
    outcome: Outcome | None = None
    action: Ask | None = None
    visibility: Visibility = V.OPEN


BOARD_TOPICS: Final = (
    Topic(
        "Community nursing notes join the record",
        P.DECIDE,
        "Agree that notes of community nursing are shared from the first of the next month.",
        "Community nurses see 4,100 people a week whom hospitals also treat. Their notes are sent"
        " nightly since March and have passed 28 days without a rejected file. Sharing them shows"
        " wound care, catheters and visits to every setting. The data protection officer has"
        " advised; the assessment is signed off.",
        (
            "The clinical lead said that the ward had asked for this more than for anything else.",
            (
                "Members asked what becomes of notes that a person objects to. They are withheld,"
                " and the record says that something is withheld."
            ),
        ),
        Outcome(
            "Share community nursing notes",
            "Notes of community nursing are shared with all settings in the record.",
            "The feed is stable, the assessment is signed off, and the need is shown by tickets.",
        ),
        Ask("Tell practices and wards what they will see, with a one-page guide.", 14),
    ),
    Topic(
        "Who may see sexual health entries",
        P.DECIDE,
        "Agree the rule for entries marked as sensitive by sexual health services.",
        "Services mark about one entry in ninety. Three rules were tried in the pilot: hide from"
        " all, show to the treating service only, show after a reason is given. People who use the"
        " service were asked in two groups.",
        (
            "The Caldicott Guardian preferred that the treating service alone sees them.",
            "A lay member asked that the leaflet says so in plain words.",
        ),
        Outcome(
            "Sensitive entries stay with the treating service",
            "Entries marked as sensitive are shown to the treating service alone.",
            "People who use the service asked for it, and no safety case needs more.",
        ),
        Ask("Put the rule into the leaflet for the public.", 30),
    ),
    Topic(
        "Report of an attempted misuse",
        P.NOTE,
        "Note what was found and done.",
        "An access without a care relationship was found by the monthly sample. The employer was"
        " told within a day; the person was told in writing. No entry was changed.",
        (
            (
                "The privacy officer went through the time line. The Commissioner was not"
                " concerned, because the risk to the person was low."
            ),
            "Members asked for the sample to double in the organisation for three months.",
        ),
        None,
        Ask("Double the monthly sample of accesses at the organisation for three months.", 21),
        V.PRIVATE,
    ),
    Topic(
        "Winter: what urgent care needs from the record",
        P.DISCUSS,
        "Say what should be ready by November.",
        "Openings in urgent care rose by 22 % last winter. The two slowest pages were documents and"
        " results. Both have been rebuilt since.",
        (
            "Urgent care asked for the care plan at the top of the summary.",
            "The ambulance service asked to see the plan in the vehicle; it depends on sign-in.",
        ),
        None,
        Ask("Show the care plan on the summary for urgent care and report back.", 28),
    ),
    Topic(
        "Renew the agreement with the council",
        P.DECIDE,
        "Agree to renew the sharing agreement on social care for two years.",
        "The agreement covers packages of care, contacts and safeguarding alerts. It has run since"
        " 2023. Nothing changes but the date of review.",
        (
            "The council's lead confirmed that the assessment had been looked at again.",
            "Members asked that the next renewal comes with figures of use.",
        ),
        Outcome(
            "Renew the social care agreement",
            "The sharing agreement on social care is renewed for two years.",
            "The purposes stand, the assessment is current, and both sides use it daily.",
        ),
    ),
    Topic(
        "Training: who has still not been reached",
        P.ASSURE,
        "Take assurance on training in all settings.",
        "Nine of ten people who open records are trained. Locums and night staff are the gap: they"
        " start on a day when nobody gives a course. E-learning with a short test now opens the"
        " record in the same sitting.",
        (
            "The training lead showed the figures by organisation.",
            "Members took assurance for hospitals and practices, and asked to see care homes.",
        ),
        None,
        Ask("Bring the figures of care homes to the next meeting.", 28),
    ),
    Topic(
        "The supplier's bid for the integration work",
        P.DECIDE,
        "Agree which bid goes forward.",
        "Three bids were scored by a panel of five. The highest in quality is the second in price."
        " References were taken from two regions.",
        (
            "The panel's chair went through the scores.",
            "Members asked about the exit: data leave in open formats within thirty days.",
        ),
        Outcome(
            "Go forward with the second bid",
            "The second bid goes forward to contract, for two years with one possible extension.",
            "It scores highest in quality, and its exit terms are the clearest.",
        ),
        Ask("Prepare the contract with the exit terms as an annex.", 21),
        V.RESTRICTED,
    ),
    Topic(
        "Results from the regional laboratory arrive late",
        P.DISCUSS,
        "Say what clinicians should see while results are late.",
        "Since the laboratory moved, results come up to nine hours late on some nights. The record"
        " says so beside the section, with the hour of the last arrival.",
        (
            ("Hospital members said that the notice is clear, and should name whom to call."),
            "The laboratory expects the second interface by the end of the month.",
        ),
        None,
        Ask("Add the laboratory's number to the notice of late results.", 10),
    ),
    Topic(
        "Care homes: reading the record",
        P.DECIDE,
        "Agree to a pilot with twelve care homes.",
        "Nurses in care homes telephone practices about medicines some sixty times a week. A pilot"
        " would show medicines, allergies and plans, to nurses only, after training.",
        (
            "The lay member asked how residents are told; the homes give the leaflet at admission.",
            "Social care asked that safeguarding alerts stay out of the pilot.",
        ),
        Outcome(
            "Pilot with twelve care homes",
            "Twelve care homes read medicines, allergies and plans for six months.",
            "The need is shown, the scope is narrow, and training opens the record.",
        ),
        Ask("Choose the homes with the councils, and train their nurses.", 35),
    ),
    Topic(
        "Clinical safety case, third edition",
        P.ASSURE,
        "Take assurance from the safety case.",
        "Eleven hazards are open; none is above level three. Two were closed since the last"
        " edition. The clinical safety officer has signed it off.",
        (
            "The clinical safety officer explained the two hazards at level three.",
            "Members took assurance, and asked to see the first hazard every quarter.",
        ),
    ),
    Topic(
        "What the public knows of the record",
        P.DISCUSS,
        "Discuss how people are told.",
        "In a survey of 812 people one in three had heard of the record. Four of five were glad to"
        " hear of it; most thought that it existed already.",
        (
            "Members preferred posters in practices to a campaign in newspapers.",
            "The council offered its newsletter to all households.",
        ),
        None,
        Ask("Write two paragraphs for the council's newsletter.", 14),
    ),
    Topic(
        "Benefits: what we can claim",
        P.NOTE,
        "Note the figures and how sure they are.",
        "Time saved in urgent care is the largest part. The range is wide, because only one survey"
        " underlies it. Hours are shown before pounds; no cash is claimed.",
        (
            "Finance asked that the word saving is not used for hours that are spent elsewhere.",
            "Members asked for a second survey before the next report.",
        ),
        None,
        Ask("Plan a second survey of minutes saved in urgent care.", 28),
    ),
    Topic(
        "A feed that nobody answers for",
        P.DECIDE,
        "Agree an owner for the feed of therapy letters.",
        "The feed has run for two years without an owner at its source. When it stopped in spring"
        " it took nine days to find somebody.",
        ("The community trust took it on.", "The agreement names the owner from now on."),
        Outcome(
            "Therapy letters have an owner",
            "The community trust owns the feed of therapy letters.",
            "It writes most of them, and it runs the system that sends them.",
        ),
    ),
    Topic(
        "Emergency access: three months of figures",
        P.ASSURE,
        "Take assurance on the use of emergency access.",
        "Emergency access was used 41 times in three months, 36 of them at night. Each was looked"
        " at by a privacy officer within two working days. Two led to a talk, none to a report.",
        (
            "Members took assurance.",
            "Night staff are offered the short refresher, because most had let training lapse.",
        ),
    ),
    Topic(
        "Budget of the next year",
        P.DECIDE,
        "Recommend the budget to the boards.",
        "Costs stay within 2 % of this year. The largest change is that storage moves to the"
        " shared contract.",
        ("Finance confirmed the figures.", "One member asked for a line for training of locums."),
        Outcome(
            "Recommend the budget",
            "The budget is recommended to the boards, with a line for training of locums.",
            "It carries the agreed work and no more.",
        ),
        None,
        V.PRIVATE,
    ),
    Topic(
        "Ambulance crews read plans",
        P.DECIDE,
        "Agree that crews see end-of-life and treatment escalation plans.",
        "In 2 of 5 calls to people near the end of life the plan was not to hand. Crews are trained"
        " with a course of forty minutes.",
        (
            "The clinician for palliative care supported it.",
            "Members asked for a count of calls in which the plan changed what was done.",
        ),
        Outcome(
            "Plans are shown to ambulance crews",
            "Ambulance crews see end-of-life and treatment escalation plans.",
            "It spares people journeys that they did not want.",
        ),
        Ask("Count the calls in which a plan changed what was done.", 60),
    ),
)

LEADERSHIP_TOPICS: Final = (
    Topic(
        "Where adoption stands",
        P.DISCUSS,
        "Say where to go next.",
        "Hospitals open most records; three practices in ten have no weekly use.",
        ("Two large practices asked for a visit.", "The trainers have four free half-days."),
        None,
        Ask("Visit the two practices that asked for it.", 14),
    ),
    Topic(
        "Order of the next releases",
        P.DECIDE,
        "Agree the order of the next three releases.",
        "Results first, then documents, then the plan on the summary.",
        ("The clinical safety officer needs five working days before each.",),
        Outcome(
            "Results first",
            "Releases come in the order results, documents, plan.",
            "Results have the most tickets behind them.",
        ),
    ),
    Topic(
        "Feeds that were late this fortnight",
        P.ASSURE,
        "Take assurance, or say what is missing.",
        "Two feeds were late on three nights. Both recovered by themselves.",
        ("The cause is the same as last time: a certificate renewed by hand.",),
        None,
        Ask("Have the certificate renewed by itself.", 21),
    ),
    Topic(
        "Tickets that need leadership",
        P.DISCUSS,
        "Decide on the tickets that the desk cannot.",
        "Four tickets wait on another organisation for more than twenty days.",
        ("Two are settled on the spot.", "The others go to the boards' leads."),
        None,
        Ask("Write to the leads about the two tickets that wait.", 7),
    ),
    Topic(
        "Staffing of the helpdesk over the holidays",
        P.DECIDE,
        "Agree the rota.",
        "Two people a day, one on call at night.",
        ("The rota is fair: everybody has one of the two weeks off.",),
        Outcome(
            "Rota agreed",
            "Two people a day and one on call at night.",
            "It covers what last year's calls asked for.",
        ),
    ),
    Topic(
        "A conversation with a trust about its contract",
        P.DISCUSS,
        "Agree what to offer.",
        "The trust asks for a change of what it pays.",
        ("It was agreed to offer the standard terms.",),
        None,
        None,
        V.PRIVATE,
    ),
    Topic(
        "Penetration test: what was found",
        P.ASSURE,
        "Take assurance on the plan.",
        "One finding of medium weight, four of low weight. No patient data could be reached.",
        ("The medium finding is mended and tested again.",),
        None,
        Ask("Mend the four findings of low weight.", 30),
        V.RESTRICTED,
    ),
    Topic(
        "Survey among trainers",
        P.NOTE,
        "Note what trainers say.",
        "Most would rather give short courses in the ward than long ones in a room.",
        ("The catalogue gets a half-hour course.",),
    ),
)

WORKING_TOPICS: Final = (
    Topic(
        "Tickets of the week",
        P.DISCUSS,
        "Go through what waits for a decision.",
        "",
        (
            "Wrong spelling of a department in letters: the source corrects it.",
            "A section stays empty for one practice: the feed's map is changed.",
        ),
        None,
        Ask("Change the map of the practice's feed.", 7),
    ),
    Topic(
        "What goes into the next release",
        P.DECIDE,
        "Agree the list.",
        "",
        ("Six changes are ready, one waits for the safety check.",),
        Outcome(
            "List of the release agreed",
            "Six changes go out; the seventh waits for its safety check.",
            "All six are tested, and none touches identity.",
        ),
    ),
    Topic(
        "Data quality",
        P.DISCUSS,
        "Look at what was quarantined.",
        "",
        ("Most items lack a date. The sources are told with an example each.",),
        None,
        Ask("Send the sources an example of what lacks a date.", 7),
    ),
    Topic(
        "Requests for access",
        P.DISCUSS,
        "Settle requests that the rules do not.",
        "",
        ("Two were agreed, one was sent back for a reason.",),
    ),
)
