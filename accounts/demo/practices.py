"""
GP practices of the three boards, as the Organisation Data Service published them in March 2025.

Contains public sector information licensed under the Open Government Licence v3.0 (NHS England,
Organisation Data Service). Names are set in ordinary capitals, abbreviations written out.
"""

from typing import NamedTuple


class Practice(NamedTuple):
    """A practice: its board, its ODS code, and where it is."""

    board: str
    ods_code: str
    name: str
    town: str
    postcode: str


# fmt: off
PRACTICES = tuple(Practice(*row) for row in (
    ("QOC", "M82002", "Mytton Oak Medical Practice", "Shrewsbury", "SY3 5LZ"),
    ("QOC", "M82003", "Stirchley Medical Practice", "Telford", "TF3 1FB"),
    ("QOC", "M82004", "Bridgnorth Medical Practice", "Bridgnorth", "WV16 4EN"),
    ("QOC", "M82005", "Plas Ffynnon Medical Centre", "Oswestry", "SY11 2RB"),
    ("QOC", "M82006", "Riverside Medical Practice", "Shrewsbury", "SY1 1QJ"),
    ("QOC", "M82007", "Charlton Medical Practice", "Telford", "TF2 6AQ"),
    ("QOC", "M82008", "Church Stretton Medical Centre", "Church Stretton", "SY6 6BL"),
    ("QOC", "M82009", "Dawley Medical Practice", "Telford", "TF4 2AA"),
    ("QOC", "M82010", "Market Drayton Medical Practice", "Market Drayton", "TF9 3AL"),
    ("QOC", "M82011", "Shawbury Medical Practice", "Shrewsbury", "SY4 4JS"),
    ("QOC", "M82014", "Station Drive Surgery", "Ludlow", "SY8 2AB"),
    ("QOC", "M82016", "Radbrook Green Surgery", "Shrewsbury", "SY3 6DU"),
    ("QOC", "M82018", "Beeches Medical Practice", "Shrewsbury", "SY3 0PF"),
    ("QOC", "M82019", "Much Wenlock and Cressage Medical Practice", "Much Wenlock", "TF13 6BL"),
    ("QOC", "M82022", "The Caxton Surgery", "Oswestry", "SY11 1RD"),
    ("QOC", "M82026", "Cambrian Medical Practice", "Oswestry", "SY11 1GA"),
    ("QOC", "M82028", "Wellington Road Surgery", "Newport", "TF10 7HG"),
    ("QOC", "M82030", "Pontesbury and Worthen Medical Practice", "Shrewsbury", "SY5 0RF"),
    ("QOC", "M82032", "Severn Fields Medical Practice", "Shrewsbury", "SY1 4RQ"),
    ("QOC", "M82034", "Claremont Bank Surgery", "Shrewsbury", "SY1 1RL"),
    ("QOC", "M82035", "Wem and Prees Medical Practice", "Shrewsbury", "SY4 5AF"),
    ("QOC", "M82038", "Shifnal and Priorslee Medical Practice", "Shifnal", "TF11 8AJ"),
    ("QOC", "M82039", "Wellington Medical Practice", "Telford", "TF1 1PZ"),
    ("QOC", "M82040", "Marysville Medical Practice", "Shrewsbury", "SY3 7QR"),
    ("QOC", "M82041", "Cleobury Mortimer Surgery", "Kidderminster", "DY14 8DB"),
    ("QOC", "M82046", "Craven Arms Surgery", "Craven Arms", "SY7 9PY"),
    ("QOC", "M82048", "Belvidere Medical Practice", "Shrewsbury", "SY2 5LS"),
    ("QOC", "M82051", "Broseley Medical Practice", "Broseley", "TF12 5EL"),
    ("QNC", "M83001", "Horsefair Practice", "Rugeley", "WS15 2FH"),
    ("QNC", "M83004", "Mayfield Surgery", "Stoke-on-Trent", "ST3 4DW"),
    ("QNC", "M83006", "The Westgate Practice", "Lichfield", "WS13 6JL"),
    ("QNC", "M83010", "Gordon Street Surgery", "Burton upon Trent", "DE14 2JA"),
    ("QNC", "M83012", "Leek Health Centre", "Leek", "ST13 6JB"),
    ("QNC", "M83014", "Trent Vale Medical Practice", "Stoke-on-Trent", "ST4 5NX"),
    ("QNC", "M83020", "Cumberland House", "Stone", "ST15 8AP"),
    ("QNC", "M83021", "Furlong Medical Centre", "Stoke-on-Trent", "ST6 5UD"),
    ("QNC", "M83023", "Kidsgrove Medical Centre", "Stoke-on-Trent", "ST7 4AY"),
    ("QNC", "M83024", "Castlefields Surgery", "Stafford", "ST16 1BS"),
    ("QNC", "M83025", "Miller Street Surgery", "Newcastle-under-Lyme", "ST5 1JD"),
    ("QNC", "M83028", "Glebedale Medical Practice", "Stoke-on-Trent", "ST4 3AQ"),
    ("QNC", "M83033", "Hednesford Medical Practice", "Hednesford", "WS12 4DH"),
    ("QNC", "M83034", "Silverdale Medical Centre", "Newcastle-under-Lyme", "ST5 6PS"),
    ("QNC", "M83045", "Penkridge Medical Practice", "Stafford", "ST19 5AP"),
    ("QNC", "M83050", "Wolverhampton Road Surgery", "Stafford", "ST17 4BS"),
    ("QNC", "M83054", "Audley Health Centre", "Stoke-on-Trent", "ST7 8EW"),
    ("QNC", "M83061", "Millrise Medical Practice", "Stoke-on-Trent", "ST2 7BW"),
    ("QNC", "M83062", "Laurel House Surgery", "Tamworth", "B79 7JN"),
    ("QNC", "M83063", "Norton Canes Health Centre", "Cannock", "WS11 9SE"),
    ("QNC", "M83066", "Hartshill Medical Centre", "Stoke-on-Trent", "ST4 6AT"),
    ("QNC", "M83075", "Norfolk Street Surgery", "Stoke-on-Trent", "ST1 4PB"),
    ("QNC", "M83107", "Alderwood Medical Practice", "Cannock", "WS11 1QN"),
    ("QNC", "M83148", "The Peel Medical Practice", "Tamworth", "B79 7DJ"),
    ("QUA", "M87001", "Meadowbrook Surgery", "Halesowen", "B63 1AB"),
    ("QUA", "M87003", "Moss Grove Surgery", "Kingswinford", "DY6 9HS"),
    ("QUA", "M87006", "Eve Hill Medical Practice", "Dudley", "DY1 2QD"),
    ("QUA", "M87008", "Kingswinford Medical Practice", "Kingswinford", "DY6 8DN"),
    ("QUA", "M87010", "The Waterfront Surgery", "Brierley Hill", "DY5 1RU"),
    ("QUA", "M87012", "The Greens Health Centre", "Dudley", "DY1 3QZ"),
    ("QUA", "M87017", "Steppingstones Medical Practice", "Dudley", "DY1 1RT"),
    ("QUA", "M87024", "Wychbury Medical Group", "Stourbridge", "DY9 9DS"),
    ("QUA", "M87027", "Quarry Bank Medical Centre", "Brierley Hill", "DY5 2AE"),
    ("QUA", "M88002", "The Smethwick Medical Centre", "Smethwick", "B66 3BQ"),
    ("QUA", "M88003", "Warley Medical Centre", "Oldbury", "B68 0RT"),
    ("QUA", "M88004", "Regis Medical Centre", "Rowley Regis", "B65 0BA"),
    ("QUA", "M88006", "Cape Hill Medical Centre", "Smethwick", "B66 3NR"),
    ("QUA", "M88010", "Swanpool Medical Centre", "Tipton", "DY4 0SZ"),
    ("QUA", "M88026", "Portway Family Practice", "Oldbury", "B69 1HE"),
    ("QUA", "M88043", "Haden Vale Surgery", "Cradley Heath", "B64 7HG"),
    ("QUA", "M91004", "St Peter's Surgery", "Walsall", "WS2 8DA"),
    ("QUA", "M91007", "St John's Medical Centre", "Walsall", "WS9 9LP"),
    ("QUA", "M91008", "Little London Surgery", "Walsall", "WS1 3EP"),
    ("QUA", "M91019", "Rushall Medical Centre", "Walsall", "WS4 1HB"),
    ("QUA", "M91029", "Mossley and Dudley Fields Medical Practice", "Walsall", "WS3 2TA"),
    ("QUA", "M92001", "Poplars Medical Centre", "Wolverhampton", "WV10 9PG"),
    ("QUA", "M92006", "Coalway Road Surgery", "Wolverhampton", "WV3 7NA"),
    ("QUA", "M92011", "Penn Manor Medical Centre", "Wolverhampton", "WV4 5PY"),
    ("QUA", "M92029", "Newbridge Surgery", "Wolverhampton", "WV6 0DE"),
    ("QUA", "M92629", "Fordhouses Medical Centre", "Wolverhampton", "WV10 6RU"),
))
# fmt: on
