"""Names of invented staff. Nobody is called so."""

from typing import Final

FIRST_NAMES: Final = (
    "Aisha", "Ben", "Carys", "Dev", "Ellen", "Femi", "Gwen", "Hamza", "Iris", "Jakub", "Kavita",
    "Liam", "Mabel", "Nadia", "Oscar", "Parveen", "Rhys", "Simran", "Theo", "Uzma", "Vera", "Will",
)  # fmt: skip
LAST_NAMES: Final = (
    "Sampleton", "Exemplar", "Placeholder", "Demonstrate", "Specimen", "Templeton-Test",
    "Fictitious", "Pretendson", "Inventive", "Mockford",
)  # fmt: skip
