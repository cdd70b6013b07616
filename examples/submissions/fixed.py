"""Summarise bank statements: read the CSV export of a bank and add up spending by month and category."""

import csv
import sys
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

RULES = {
    "groceries": ("supermarket", "bakery", "market"),
    "travel": ("railway", "airline", "fuel"),
    "housing": ("rent", "electricity", "water"),
}
OTHER = "other"


class StatementError(ValueError):
    """A line of the statement that cannot be read."""


@dataclass(frozen=True)
class Booking:
    """One line of a statement. Money spent has a negative amount."""

    day: date
    payee: str
    amount: Decimal


def parse_booking(row: dict[str, str], line: int) -> Booking:
    """Turn a row of the export into a booking.

    Raises:
        StatementError: If a column is missing, or the date or the amount cannot be read.
    """
    try:
        day = date.fromisoformat(row["date"])
        amount = Decimal(row["amount"].replace(",", ""))
        return Booking(day, row["payee"].strip(), amount)
    except KeyError as error:
        raise StatementError(f"line {line}: column {error} is missing") from error
    except (ValueError, InvalidOperation) as error:
        raise StatementError(f"line {line}: {error}") from error


def read_statement(path: Path) -> list[Booking]:
    """Read all bookings of a statement, oldest first."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.DictReader(file)
        bookings = [parse_booking(row, line) for line, row in enumerate(rows, start=2)]
    return sorted(bookings, key=lambda booking: booking.day)


def categorise(payee: str) -> str:
    """Return the first category with a word that occurs in the payee's name."""
    name = payee.lower()
    for category, words in RULES.items():
        if any(word in name for word in words):
            return category
    return OTHER


def spending_by_month(bookings: list[Booking]) -> dict[str, dict[str, Decimal]]:
    """Add up what was spent, by month (`2024-03`) and category. Income is left out."""
    totals: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    for booking in bookings:
        if booking.amount < 0:
            month = booking.day.strftime("%Y-%m")
            totals[month][categorise(booking.payee)] -= booking.amount
    return totals


def print_table(totals: dict[str, dict[str, Decimal]]) -> None:
    """Print one line per month and category, the largest category of a month first."""
    for month, categories in sorted(totals.items()):
        print(month)
        for category, amount in sorted(categories.items(), key=lambda item: -item[1]):
            print(f"  {category:<12}{amount:>12.2f}")


def main(arguments: list[str]) -> int:
    """Run the program. Returns its exit status."""
    if len(arguments) != 1:
        print("usage: statement.py FILE", file=sys.stderr)
        return 2
    try:
        bookings = read_statement(Path(arguments[0]))
    except (OSError, StatementError) as error:
        print(error, file=sys.stderr)
        return 1
    print_table(spending_by_month(bookings))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
