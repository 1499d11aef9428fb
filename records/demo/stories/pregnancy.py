"""Pregnancy and birth: booking, bloods, scans and the birth, or a pregnancy still going on."""

from datetime import date, timedelta

from records.demo import contacts, findings, statements
from records.demo.days import later, moment, uk, working
from records.demo.laboratory import BLOOD_COUNT
from records.demo.life import MATERNITY, MIDWIFERY, Life, Stay, Visit
from records.demo.medicines import FERROUS, FOLIC_ACID
from records.demo.practice import consult
from records.demo.stories.vaccines import PERTUSSIS
from records.demo.terms import BIRTH, CAESAREAN, FACE_TO_FACE, INSTRUMENTAL, PREGNANCY, Term

TERM_DAYS = 280
STATUS = Term("Pregnancy status")
PREGNANT, NOT_PREGNANT = Term("Pregnant"), Term("Not pregnant")
DUE = Term("Estimated date of delivery", "161714006")


def going_on(life: Life, weeks: int) -> None:
    """Tell of a pregnancy of so many weeks on the day of the feeds."""
    start = life.as_of - timedelta(weeks=weeks)
    due = start + timedelta(days=TERM_DAYS)
    life.suffers(PREGNANCY, start + timedelta(weeks=7))
    _antenatal(life, start, weeks)
    booking = working(start + timedelta(weeks=9))
    if booking <= life.horizon:
        at = moment(booking, 10, 20)
        findings.said(life.gp, "pregnancy-status", STATUS, PREGNANT, at)
        findings.said(life.gp, "pregnancy-status", DUE, Term(uk(due)), at)
    scan = working(max(life.as_of + timedelta(days=6), start + timedelta(weeks=20)))
    reason = "Anomaly scan at 20 weeks" if weeks < 19 else "Growth scan and midwife review"
    life.booked("hospital", scan, "Antenatal clinic", reason, MIDWIFERY)


def gave_birth(life: Life, on: date) -> None:
    """Tell of a pregnancy that ended with a birth on a day."""
    start = on - timedelta(days=TERM_DAYS - life.rng.randrange(-8, 12))
    life.suffers(PREGNANCY, start + timedelta(weeks=7), ended=on)
    _antenatal(life, start, 40)
    how, words = life.rng.choices(
        (
            (BIRTH, "Spontaneous birth of a healthy baby after a labour of nine hours."),
            (INSTRUMENTAL, "Birth by ventouse for a long second stage. Healthy baby."),
            (
                CAESAREAN,
                "Caesarean birth for failure to progress, under spinal anaesthetic. Healthy baby.",
            ),
        ),
        (62, 13, 25),
    )[0]
    loss = life.body.lines["haemoglobin"].now - (24 if how is CAESAREAN else 14)
    life.visits_hospital(
        Stay(
            admitted=on,
            nights=2 if how is CAESAREAN else 1,
            method=MATERNITY,
            specialty="Obstetrics",
            ward="Maternity unit",
            staff=MIDWIFERY,
            hour=4,
            reason="In labour at term",
            diagnosis="Birth at term",
            story=[words, "Mother and baby well. Feeding established before going home."],
            panels=(BLOOD_COUNT,),
            acute={"haemoglobin": loss, "white-cells": 12.5},
            procedures=[how],
            started=[FERROUS] if loss < 105 else [],
            follow_up=[
                "Community midwife to visit tomorrow.",
                "Health visitor informed.",
                "Postnatal check at six to eight weeks.",
            ],
        )
    )
    life.stops(FOLIC_ACID, start + timedelta(weeks=12), "Twelve weeks reached")
    check = working(on + timedelta(weeks=7))
    if check <= life.horizon:
        at = moment(check, 11, 40)
        consult(life, life.gp, at, "Postnatal check", FACE_TO_FACE)
        findings.said(life.gp, "pregnancy-status", STATUS, NOT_PREGNANT, at)
        life.stops(FERROUS, later(check, days=60), "Haemoglobin normal")


def _antenatal(life: Life, start: date, weeks: int) -> None:
    found = start + timedelta(weeks=6)
    life.takes(FOLIC_ACID, working(found), why="Pregnancy")
    if weeks > 13:
        life.stops(FOLIC_ACID, start + timedelta(weeks=12), "Twelve weeks reached")
    body, gp = life.body, life.gp
    body.lines["systolic"].now, body.lines["diastolic"].now = 110, 68
    for week, what in (
        (9, "Antenatal booking"),
        (16, "Antenatal check"),
        (25, "Antenatal check"),
        (28, "Antenatal check and bloods"),
        (34, "Antenatal check"),
        (38, "Antenatal check"),
    ):
        day = working(start + timedelta(weeks=week))
        if week > weeks or day > life.horizon or day < life.person.birth_date:
            break
        at = moment(day, 13, 20)
        consult(life, gp, at, what, FACE_TO_FACE)
        findings.pressure(gp, body.read("systolic", day), body.read("diastolic", day), at, gp.nurse)
        if week in {9, 28}:
            acute = {"haemoglobin": 124.0 if week == 9 else 111.0}
            findings.panel(gp, body, BLOOD_COUNT, at, acute)
    jab = working(start + timedelta(weeks=20))
    if weeks > 20 and jab <= life.horizon:
        statements.vaccination(gp, PERTUSSIS, jab, against="Pertussis")
    contacts.referral(gp, "Maternity services", working(found), reason="Pregnant, for booking")
    scan = working(start + timedelta(weeks=12))
    if weeks > 12 and scan <= life.horizon:
        life.visits_hospital(
            Visit(
                on=scan,
                service="Antenatal clinic",
                staff=MIDWIFERY,
                reason="Dating scan",
                findings=[
                    (
                        "Single pregnancy with a heartbeat. Due on "
                        f"{uk(start + timedelta(days=TERM_DAYS))}."
                    )
                ],
                plan=[
                    "Midwife-led care.",
                    "Anomaly scan at 20 weeks.",
                    "Whooping cough vaccine from 16 weeks.",
                ],
            )
        )
