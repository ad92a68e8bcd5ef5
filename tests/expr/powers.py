#!/usr/bin/env python3
"""Prints `powers.md`: roots, logarithms and powers of random numbers by Python's `decimal` with 90 digits, rounded half away from zero.

The engine's own algorithm has nothing in common with it, so that the table is an independent judge. The test that reads the table also
sees, where python3 is at hand, that this program still prints it.
"""
import random
from decimal import ROUND_HALF_UP, Decimal, getcontext

CASES = 400
getcontext().prec = 90
getcontext().Emax = 10**17
getcontext().Emin = -(10**17)
random.seed(20260401)


def text(coefficient, scale):
    return format(Decimal(coefficient).scaleb(-scale), "f")


def any_number():
    return text(random.randint(0, 10 ** random.randint(1, 18) - 1), random.choice([0, 0, 1, 2, 3, 6, 12, 18]))


def exponent():
    return random.choice(["", "-"]) + text(random.randint(1, 10 ** random.randint(1, 13)), random.choice([9, 10, 11, 12]))


def pair():
    if random.random() < 0.3:
        return any_number(), any_number()
    base = text(random.randint(1, 10 ** random.randint(1, 6)), random.choice([0, 1, 2, 3]))
    return base, random.choice(["", "-"]) + text(random.randint(1, 10 ** random.randint(1, 4)), random.choice([0, 1, 2, 3]))


def power(x, y):
    if x == 0:
        return Decimal(0) if y > 0 else None
    if y == 0:
        return Decimal(1)
    size = y * x.ln()
    if size > 60:
        return None
    return Decimal(0) if size < -60 else x**y


# Of each function: how it is written, what its arguments are, and its value or None.
FUNCTIONS = [
    ("sqrt(x, n)", lambda: (any_number(),), lambda x: x.sqrt()),
    ("ln(x, n)", lambda: (any_number(),), lambda x: x.ln() if x > 0 else None),
    ("log10(x, n)", lambda: (any_number(),), lambda x: x.log10() if x > 0 else None),
    ("log2(x, n)", lambda: (any_number(),), lambda x: x.ln() / Decimal(2).ln() if x > 0 else None),
    ("exp(x, n)", lambda: (exponent(),), lambda x: x.exp() if x < 100 else None),
    ("pow(x, y, n)", pair, power),
]


def result(value, places):
    if value is None or value >= 10**18:
        return "unknown"
    plain = format(value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    if plain in ("-0", ""):
        plain = "0"
    digits = plain.replace("-", "").replace(".", "").lstrip("0")
    return plain if len(digits) <= 18 else "unknown"


print("# Roots, logarithms and powers of random numbers")
print()
print("Made by `tests/expr/powers.py` with Python's `decimal`, 90 digits: an independent judge.")
print()
for item in ("x", "y", "n"):
    print(f"- {item}: decimal")
for written, arguments, value in FUNCTIONS:
    names = ["x", "y", "n"] if written.startswith("pow") else ["x", "n"]
    print(f"\n## {written}\n")
    print(f"| {' | '.join(names)} | result |")
    print("|" + "---|" * (len(names) + 1))
    for _ in range(CASES):
        given, places = arguments(), random.randint(0, 10)
        found = result(value(*(Decimal(one) for one in given)), places)
        print(f"| {' | '.join(given)} | {places} | {found} |")
