"""Numbers that states and banks give to persons: shapes by country, check digits by python-stdnum.

`NATIONAL_IDS` is the list of countries whose numbers are recognised without a word that announces them:
each has a shape of its own and, nearly always, check digits or a date of birth inside. Numbers without
(passports, driving licences, the numbers of other countries) are recognised after such a word only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any


@dataclass(frozen=True, kw_only=True, slots=True)
class NationalId:
    """A kind of number: `check` is the module of stdnum that verifies it, "" where its shape is enough."""

    country: str
    name: str
    shape: str
    check: str = ""


def _row(country: str, name: str, shape: str, check: str = "") -> NationalId:
    return NationalId(country=country, name=name, shape=shape, check=check)


NATIONAL_IDS = (
    _row("Belgium", "national register number", r"\d{2}\.?\d{2}\.?\d{2}[- ]?\d{3}[. ]?\d{2}", "be.nn"),
    _row("Brazil", "CPF", r"\d{3}\.?\d{3}\.?\d{3}-?\d{2}", "br.cpf"),
    _row("Bulgaria", "EGN", r"\d{10}", "bg.egn"),
    _row("Canada", "social insurance number", r"\d{3}-\d{3}-\d{3}", "ca.sin"),
    _row("Chile", "RUT", r"\d{1,2}\.\d{3}\.\d{3}-[\dKk]", "cl.rut"),
    _row("China", "resident identity card", r"\d{17}[\dXx]", "cn.ric"),
    _row("Czechia and Slovakia", "birth number", r"\d{6}/\d{3,4}", "cz.rc"),
    _row("Denmark", "CPR", r"\d{6}-\d{4}", "dk.cpr"),
    _row("Estonia and Lithuania", "personal code", r"[1-8]\d{10}", "ee.ik"),
    _row("Finland", "HETU", r"\d{6}[-+A-FU-Y]\d{3}[0-9A-FHJ-NPR-Y]", "fi.hetu"),
    _row("France", "NIR", r"[12] ?\d{2} ?\d{2} ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}", "fr.nir"),
    _row("Germany", "tax identification number", r"[1-9]\d ?\d{3} ?\d{3} ?\d{3}", "de.idnr"),
    _row("Greece", "AMKA", r"\d{11}", "gr.amka"),
    _row("Hong Kong", "identity card", r"[A-Z]{1,2}\d{6} ?\([\dA]\)"),
    _row("Iceland", "kennitala", r"\d{6}-?\d{4}", "is_.kennitala"),
    _row("India", "Aadhaar", r"[2-9]\d{3}[ -]?\d{4}[ -]?\d{4}", "in_.aadhaar"),
    _row("India", "PAN", r"[A-Z]{3}P[A-Z]\d{4}[A-Z]", "in_.pan"),
    _row("Indonesia", "NIK", r"\d{16}", "id.nik"),
    _row("Ireland", "PPS number", r"\d{7}[A-W][ABHWT]?", "ie.pps"),
    _row(
        "Italy", "codice fiscale", r"[A-Z]{3} ?[A-Z]{3} ?\d{2}[A-Z]\d{2} ?[A-Z]\d{3}[A-Z]", "it.codicefiscale"
    ),
    _row("Korea (Republic)", "resident registration number", r"\d{2}[01]\d[0-3]\d-[1-8]\d{6}"),
    _row("Latvia", "personal code", r"[0-3]\d[01]\d{3}-[012]\d{4}", "lv.pvn"),
    _row("Malaysia", "NRIC", r"\d{6}-\d{2}-\d{4}", "my.nric"),
    _row("Mexico", "CURP", r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d", "mx.curp"),
    _row("Norway", "birth number", r"\d{6} ?\d{5}", "no.fodselsnummer"),
    _row("Pakistan", "CNIC", r"\d{5}-\d{7}-\d", "pk.cnic"),
    _row("Poland", "PESEL", r"\d{11}", "pl.pesel"),
    _row("Portugal", "citizen card", r"\d{8} ?\d ?[A-Z0-9]{2}\d", "pt.cc"),
    _row("Romania", "CNP", r"[1-9]\d{12}", "ro.cnp"),
    _row("Russia", "SNILS", r"\d{3}-\d{3}-\d{3}[ -]\d{2}"),
    _row("Singapore", "NRIC", r"[STFGM]\d{7}[A-Z]"),
    _row("Slovenia and its neighbours", "EMŠO / JMBG", r"[0-3]\d[01]\d{10}", "si.emso"),
    _row("South Africa", "identity number", r"\d{6} ?\d{4} ?\d{2} ?\d", "za.idnr"),
    _row("Spain", "DNI", r"\d{2}\.?\d{3}\.?\d{3}-?[A-Z]", "es.dni"),
    _row("Spain", "NIE", r"[XYZ]-?\d{7}-?[A-Z]", "es.nie"),
    _row("Sweden", "personal number", r"(?:19|20)?\d{6}[-+]\d{4}", "se.personnummer"),
    _row("Switzerland", "AHV number", r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d{2}", "ch.ssn"),
    _row("Thailand", "citizen number", r"\d-\d{4}-\d{5}-\d{2}-\d", "th.pin"),
    _row("Türkiye", "identity number", r"[1-9]\d{10}", "tr.tckimlik"),
    _row("United Arab Emirates", "Emirates ID", r"784-?(?:19|20)\d{2}-?\d{7}-?\d", "luhn"),
    _row(
        "United Kingdom",
        "national insurance number",
        r"(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]",
    ),
    _row("United States", "social security number", r"(?!000|666|9)\d{3}[- ](?!00)\d{2}[- ](?!0000)\d{4}"),
)

_ANNOUNCED = re.compile(
    r"\b(?:passports?|identity|identification|national id|id card|id|driving licen[cs]e|driver'?s? licen[cs]e"
    r"|residence permit|social security|social insurance|national insurance|health insurance|NHS|medicare"
    r"|tax file|tax(?:payer)?(?: identification)? (?:id|number|no)|voter|conscript|badge|my ?number"
    r"|ssn|nino|bsn|cpf|cnp|curp|dni|nie|nif|nir|egn|emso|jmbg|oib|pesel|aadhaar|cnic|nric|nin|nik|sin|tfn|inn"
    r"|snils|ahv|svnr|rut|hkid|imei|imsi|iccid)\b"
    r"(?:[ :=#(-]|\b(?:card|document|number|numbers|no\.?|nr\.?|is|was|of|reads|with|holder|his|her|the)\b)"
    r"{0,7}"
    r"(?P<number>(?!(?:19|20)\d\d ?[-–] ?(?:19|20)\d\d)"
    r"(?:[A-Z]{0,3}[ -]?\d(?:[ .-]?\d){5,17}[A-Z]{0,2}|[A-Z]{1,5} ?\d{6}[A-Z0-9 ]{0,7}"
    r"|(?=(?:[A-Z]*\d){4})[A-Z0-9]{8,12}))(?![\w/-])",
    re.IGNORECASE,
)


def national_ids(text: str) -> Iterator[tuple[int, int]]:
    """The places of national identity numbers (start, end)."""
    for match in _any_shape().finditer(text):
        written = match[0].upper()
        if any(_is(one, written) for one in NATIONAL_IDS):
            yield match.start(), match.end()


def document_ids(text: str) -> Iterator[tuple[int, int]]:
    """The places of numbers that a word announces: passport, licence, identity card, and the like."""
    for match in _ANNOUNCED.finditer(text):
        yield match.start("number"), match.end("number")


def account_length(written: str) -> int:
    """How many characters from the beginning of `written` are an IBAN whose check digits hold; else 0."""
    while written:
        if _checker("iban").is_valid(written):
            return len(written)
        written = written.rpartition(" ")[0]  # the next word in capitals is none of it
    return 0


def _is(kind: NationalId, written: str) -> bool:
    if not re.fullmatch(kind.shape, written):
        return False
    if kind.check == "luhn":
        written = re.sub(r"\D", "", written)
    return not kind.check or bool(_checker(kind.check).is_valid(written))


@cache
def _any_shape() -> re.Pattern[str]:
    """What has one of the shapes and is no part of a longer number, path or address."""
    shapes = "|".join(one.shape for one in sorted(NATIONAL_IDS, key=lambda one: -len(one.shape)))
    return re.compile(rf"(?<![\w./@+-])(?:{shapes})(?![\w/@-]|\.\d)", re.IGNORECASE)


@cache
def _checker(name: str) -> Any:
    """A module of stdnum; loaded when a number of its shape turns up, about a millisecond."""
    return import_module(f"stdnum.{name}")
