"""Cancer: found, treated, followed up, and sometimes not cured."""

from datetime import date

from records.demo import contacts
from records.demo.days import later
from records.demo.laboratory import BLOOD_COUNT, LIVER, RENAL
from records.demo.life import ELECTIVE, ONCOLOGY, SURGERY, Life, Stay, Visit
from records.demo.medicines import LETROZOLE, MORPHINE_LIQUID, MORPHINE_MR, SENNA
from records.demo.stories import end_of_life
from records.demo.terms import (
    BOWEL_CANCER,
    BREAST_CANCER,
    COLONOSCOPY,
    LUNG_CANCER,
    PROSTATE_CANCER,
    Term,
)

WIDE_EXCISION = Term("Wide local excision of breast and sentinel node biopsy")
BOWEL_OPERATION = Term("Laparoscopic sigmoid colectomy")


def breast(life: Life, since: date) -> None:
    life.suffers(BREAST_CANCER, since, note="Grade 2, oestrogen receptor positive, node negative")
    _found(life, since, "Breast clinic", "Lump in the left breast")
    life.visits_hospital(
        Stay(
            admitted=later(since, days=30),
            nights=0,
            method=ELECTIVE,
            specialty="Breast surgery",
            ward="Day surgery unit",
            staff=SURGERY,
            hour=7,
            reason="Planned breast surgery",
            diagnosis="Carcinoma of left breast",
            story=[
                (
                    "Wide local excision and sentinel node biopsy without complication. Home "
                    "the same evening."
                )
            ],
            panels=(),
            procedures=[WIDE_EXCISION],
            started=[],
            follow_up=["Results clinic in ten days.", "Radiotherapy: five daily treatments."],
        )
    )
    life.takes(LETROZOLE, later(since, days=60), why="Breast cancer, for five years")
    if life.years_since(since) > 5.3:
        life.stops(LETROZOLE, later(since, years=5.1), "Five years completed")
    _follow_up(life, since, "Breast clinic", "Well, no sign of recurrence. Mammogram clear.")


def bowel(life: Life, since: date) -> None:
    life.suffers(BOWEL_CANCER, since, note="Dukes B")
    _found(life, since, "Colorectal clinic", "Change in bowel habit, positive FIT test")
    life.visits_hospital(
        Stay(
            admitted=later(since, days=35),
            nights=5,
            method=ELECTIVE,
            specialty="Colorectal surgery",
            ward="Ward 33",
            staff=SURGERY,
            hour=7,
            reason="Planned bowel surgery",
            diagnosis="Adenocarcinoma of sigmoid colon",
            story=[
                (
                    "Laparoscopic sigmoid colectomy, joined without a stoma. Eating on day two, "
                    "bowels open on day four."
                )
            ],
            acute={"crp": 88, "haemoglobin": 104},
            procedures=[COLONOSCOPY, BOWEL_OPERATION],
            follow_up=["Clinic with histology in three weeks.", "Colonoscopy at one year."],
        )
    )
    _follow_up(
        life,
        since,
        "Colorectal clinic",
        "Well, weight steady. CEA normal. CT at three years was clear.",
    )


def prostate(life: Life, since: date) -> None:
    life.suffers(PROSTATE_CANCER, since, note="Gleason 3+3, under active surveillance")
    _found(life, since, "Urology clinic", "Raised PSA")
    _follow_up(life, since, "Urology clinic", "PSA stable at 6.2. Continue active surveillance.")


def lung(life: Life, since: date) -> None:
    """Tell of lung cancer that cannot be cured, and of care that looks ahead."""
    life.suffers(LUNG_CANCER, since, note="Stage 4, pleural disease")
    _found(life, since, "Lung cancer clinic", "Weight loss and a shadow on chest X-ray")
    body = life.body
    years = max(0.5, life.years_since(since))
    body.bend("weight", now=max(44.0, body.lines["weight"].now - 13), slope=-11, since=years)
    body.bend("albumin", now=27, slope=-10, since=years)
    body.bend("haemoglobin", now=98, slope=-22, since=years)
    body.bend("crp", now=52, slope=30, since=years)
    body.bend("alp", now=210, slope=90, since=years)
    body.bend("oxygen", now=92, slope=-3, since=years)
    life.takes(MORPHINE_MR, life.day(0.35, 0.25), why="Cancer pain")
    life.takes(MORPHINE_LIQUID, life.day(0.35, 0.25), why="Breakthrough pain")
    life.takes(SENNA, life.day(0.35, 0.25), why="Constipation from opioids")
    _follow_up(
        life,
        since,
        "Oncology clinic",
        "Chemotherapy stopped at the patient's wish after two cycles. Best supportive care.",
    )
    end_of_life.planned(life, life.day(0.25, 0.18), illness="advanced lung cancer")


def _found(life: Life, since: date, clinic: str, why: str) -> None:
    contacts.referral(
        life.gp,
        clinic,
        later(since, days=-13),
        reason=f"{why}: urgent suspected cancer",
        urgent=True,
    )
    life.visits_hospital(
        Visit(
            on=later(since, days=-2),
            service=clinic,
            staff=SURGERY,
            reason=why,
            findings=[
                "Seen on the urgent pathway. Imaging and biopsy done today.",
                "The diagnosis was explained with the specialist nurse present.",
            ],
            plan=[
                "Discussion at the multidisciplinary meeting this week.",
                "Named specialist nurse given as contact.",
            ],
            panels=(BLOOD_COUNT, LIVER, RENAL),
        )
    )


def _follow_up(life: Life, since: date, clinic: str, found: str) -> None:
    years = life.years_since(since)
    for back in (1.6, 0.6):
        if years > back + 0.4:
            life.visits_hospital(
                Visit(
                    on=life.day(back, back - 0.2),
                    service=clinic,
                    staff=ONCOLOGY,
                    reason="Follow-up after treatment",
                    findings=[found],
                    plan=["Review again in twelve months, sooner if worried."],
                    panels=(BLOOD_COUNT, LIVER),
                )
            )
    life.booked(
        "hospital",
        later(life.as_of, days=life.rng.randrange(10, 90)),
        clinic,
        "Follow-up",
        ONCOLOGY,
    )
