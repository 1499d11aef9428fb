"""Injuries, sudden pains and small operations: what brings otherwise well people to hospital."""

from datetime import date, timedelta

from records.demo import contacts
from records.demo.life import EMERGENCY_CARE, FROM_EMERGENCY, SURGERY, Life, Stay, Visit
from records.demo.terms import APPENDICECTOMY, APPENDICITIS, LUNG_CANCER

HERNIA = ("Inguinal hernia", "A small reducible inguinal hernia, without symptoms at present.")
GALLSTONES = (
    "Gallstones",
    "Two gallstones on ultrasound. No pain since the spring, bile duct clear.",
)
INJURIES = (
    (
        "Ankle injury",
        "Twisted the ankle on a kerb. Swelling over the outer side, able to bear weight.",
        "X-ray showed no fracture. Rest, ice, compression and elevation advised.",
    ),
    (
        "Hand laceration",
        "Cut to the left palm from a kitchen knife. Tendons and sensation intact.",
        (
            "Wound cleaned and closed with three sutures. Sutures to be removed at the practice "
            "in 10 days."
        ),
    ),
    (
        "Head injury",
        "Knocked head on a cupboard door. No loss of consciousness, no vomiting.",
        "Observed for two hours. Head injury advice given.",
    ),
    (
        "Chest pain",
        "Sharp pain on the left side, worse on twisting. ECG normal.",
        "Musculoskeletal chest pain. Simple pain relief.",
    ),
    (
        "Abdominal pain",
        "Crampy pain since the morning, settled while waiting. Abdomen soft.",
        "Likely gastroenteritis. Fluids, return if worse.",
    ),
)


def attendance(life: Life) -> None:
    """Tell of an emergency attendance, and for some of a surgical clinic."""
    reason, found, outcome = life.rng.choice(INJURIES)
    child = life.age < 16
    if child and reason in {"Chest pain", "Hand laceration"}:
        reason, found, outcome = INJURIES[0]
    plan = [outcome, "No hospital follow-up."]
    life.visits_hospital(
        Visit(
            on=life.day(min(5.0, life.age), 0.02),
            service="Emergency department",
            staff=EMERGENCY_CARE,
            reason=reason,
            findings=[found],
            plan=plan,
            kind="EMER",
            form="text",
        )
    )
    if life.age >= 18 and life.chance(0.4) and not life.has(LUNG_CANCER):
        on = life.day(4, 0.1)
        reason, found = GALLSTONES if life.female else HERNIA
        contacts.referral(life.gp, "General surgery", on, reason=reason)
        life.visits_hospital(
            Visit(
                on=life.day(life.years_since(on) - 0.1, max(0.0, life.years_since(on) - 0.4)),
                service="Surgical clinic",
                staff=SURGERY,
                reason=reason,
                findings=[found],
                plan=["Watchful waiting.", "The practice to refer again if it becomes painful."],
            )
        )


def appendix(life: Life, on: date) -> None:
    """Tell of an appendix that was taken out."""
    life.suffers(APPENDICITIS, on, ended=on + timedelta(days=2))
    life.visits_hospital(
        Stay(
            admitted=on,
            nights=2,
            method=FROM_EMERGENCY,
            specialty="General surgery",
            ward="Surgical assessment unit",
            staff=SURGERY,
            hour=19,
            reason="Pain in the right lower abdomen since yesterday",
            diagnosis="Acute appendicitis",
            story=[
                "Laparoscopic removal of an inflamed, unperforated appendix. Eating the next day."
            ],
            acute={"crp": 64.0, "white-cells": 15.1, "temperature": 37.9, "pulse": 98.0},
            procedures=[APPENDICECTOMY],
            follow_up=["No heavy lifting for four weeks."],
        )
    )
