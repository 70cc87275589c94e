"""A question in another language is recognised and answered in it; an English one is never taken for one."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.version import Version, open_version
from tests import ROOT
from tests.made_documents import HANDBOOK, made_document, publish_made
from tests.test_toolkit_qa_personal import visible_questions
from toolkit_qa.language import LanguageGuard
from toolkit_qa.language_lines import ENGLISH, LINES, line
from toolkit_qa.vocabulary import Vocabulary

WORDS = made_document(
    "words",
    (
        "The police use artificial intelligence with human oversight and keep documents of every system.\n"
        "Impact on justice, privacy and personal data is assessed; the tribunal asks for evidence.",
    ),
)
FOREIGN = {
    "ar": (
        "ما هي المبادئ الأساسية للذكاء الاصطناعي المسؤول في الشرطة؟",
        "هل يمكن استخدام التعرف على الوجوه كدليل أمام المحكمة؟",
        "كم من الوقت يجب الاحتفاظ بسجلات البحث؟",
    ),
    "de": (
        "Welche Grundsätze gelten für den Einsatz künstlicher Intelligenz bei der Polizei?",
        "Ist ein Treffer der Gesichtserkennung ein Beweis für die Identität?",
        "was soll ich einen anbieter vor dem kauf fragen",
        "In welchem Dokument steht etwas über Datenschutz im System?",
    ),
    "es": (
        "¿Cuáles son los principios básicos de la innovación responsable en inteligencia artificial?",
        "¿Puede un agente de policía confiar solo en una coincidencia de reconocimiento facial?",
        "que debo preguntar al proveedor antes de comprar el programa",
        "¿Es legal vigilar las redes sociales de los sospechosos?",
    ),
    "fr": (
        "Quels sont les principes d'un usage responsable de l'intelligence artificielle par la police ?",
        "Qu'est-ce que le biais d'automatisation et comment l'éviter ?",
        "La reconnaissance faciale peut-elle servir de preuve devant un tribunal ?",
        "comment proteger les donnees personnelles pendant une enquete",
        "Donnez-moi la liste des documents de la boîte à outils",
    ),
    "it": (
        "Quali sono i principi fondamentali dell'innovazione responsabile nell'intelligenza artificiale?",
        "cosa devo chiedere al fornitore prima di comprare il sistema",
        "I dati anonimi sono ancora dati personali?",
    ),
    "ja": (
        "警察における責任あるAIの基本原則は何ですか？",
        "顔認識の一致は本人確認の証拠になりますか？",
    ),
    "nl": (
        "Wat zijn de basisprincipes van verantwoorde innovatie met kunstmatige intelligentie?",
        "Is een treffer bij gezichtsherkenning een bewijs van identiteit?",
        "In welk document staat iets over toezicht door mensen?",
    ),
    "pl": (
        "Jakie są podstawowe zasady odpowiedzialnego stosowania sztucznej inteligencji w policji?",
        "o co zapytac dostawce przed zakupem programu",
    ),
    "pt": (
        "Quais são os princípios fundamentais da inovação responsável em inteligência artificial?",
        "o que devo perguntar ao fornecedor antes da compra",
        "Uma correspondência de reconhecimento facial é prova de identidade?",
    ),
    "ru": (
        "Каковы основные принципы ответственного использования искусственного интеллекта в полиции?",
        "Сколько времени можно хранить записи с камер наблюдения?",
    ),
    "tr": (
        "Polislikte sorumlu yapay zekâ kullanımının temel ilkeleri nelerdir?",
        "satin almadan once saticiya ne sormaliyiz acaba",
    ),
    "uk": (
        "Які основні принципи відповідального використання штучного інтелекту в поліції?",
        "Скільки часу можна зберігати записи з камер спостереження?",
    ),
    "zh": (
        "人工智能在执法中的基本原则是什么？",
        "人臉辨識的結果可以當作證據嗎？",
    ),
    "cs": ("Jaké jsou základní zásady odpovědného používání umělé inteligence v policii?",),
    "da": ("Hvor længe må vi gemme billeder fra kameraer?",),
    "el": ("Ποιες είναι οι βασικές αρχές της υπεύθυνης χρήσης τεχνητής νοημοσύνης;",),
    "fa": ("اصول اساسی استفاده مسئولانه از هوش مصنوعی در پلیس چیست؟",),
    "he": ("מהם העקרונות הבסיסיים של שימוש אחראי בבינה מלאכותית במשטרה?",),
    "hi": ("पुलिस में कृत्रिम बुद्धिमत्ता के जिम्मेदार उपयोग के मूल सिद्धांत क्या हैं?",),
    "id": ("Apa saja prinsip dasar penggunaan kecerdasan buatan yang bertanggung jawab di kepolisian?",),
    "ko": ("경찰에서 책임 있는 인공지능의 기본 원칙은 무엇입니까?",),
    "ro": (
        "Care sunt principiile de bază ale utilizării responsabile a inteligenței artificiale în poliție?",
    ),
    "sv": ("Hur länge får vi spara bilder från kameror?",),
}
ENGLISH_ALL_THE_SAME = (
    "Guten Morgen",  # four words or fewer decide nothing
    "Was ist Voreingenommenheit?",
    "What does 'Quis custodiet ipsos custodes' mean here?",
    "Que dit le toolkit sur human oversight, artificial intelligence system, privacy, justice?",
    "police artificial intelligence human oversight evidence privacy",
    "Smith et al., 2023; Müller et al., 2021; García et al., 2019",
    "BSIMM: AM1.5, CMVM1.2, CMVM2.1, IEC62443: SM-4, SR-1, SD-1",
    "Volkswagen Mercedes Porsche Audi Siemens Bosch München",
    "vendor lock-in, total cost, exit plan, service level",
    "wots the craic wiv facial recog m8",
    "de facto use of data, pro rata, vis-à-vis suspects",
)


def guard_of(store: Path, *documents: object) -> LanguageGuard:
    publish_made(store, documents)
    version: Version = open_version(store)
    return LanguageGuard(version, Vocabulary(version))


@pytest.fixture(scope="module")
def guard(tmp_path_factory: pytest.TempPathFactory) -> LanguageGuard:
    return guard_of(tmp_path_factory.mktemp("words"), HANDBOOK, WORDS)


@pytest.mark.parametrize(
    ("language", "question"), [(code, one) for code, all_ in FOREIGN.items() for one in all_]
)
def test_another_language_is_recognised(guard: LanguageGuard, language: str, question: str) -> None:
    assert guard.foreign(question) == language


@pytest.mark.parametrize("question", ENGLISH_ALL_THE_SAME)
def test_what_is_not_clearly_another_language_is_searched(guard: LanguageGuard, question: str) -> None:
    assert guard.foreign(question) == ""


def test_no_question_of_the_sets_is_taken_for_another_language(guard: LanguageGuard) -> None:
    questions = list(visible_questions(ROOT / "toolkit_qa" / "questions"))
    assert [question for question in questions if guard.foreign(question)] == []


@pytest.mark.shared_data
def test_no_question_of_the_shared_sets_is(guard: LanguageGuard, shared_data: Path) -> None:
    assert [question for question in visible_questions(shared_data) if guard.foreign(question)] == []


def test_a_question_in_a_language_of_the_documents_is_searched(tmp_path: Path) -> None:
    french = made_document("code", ("La police informe les citoyens de l'usage des caméras dans la rue.",))
    bilingual = guard_of(tmp_path / "both", HANDBOOK, french)
    assert bilingual.foreign(FOREIGN["fr"][1]) == ""
    assert bilingual.foreign(FOREIGN["ru"][1]) == "ru"
    only_french = guard_of(tmp_path / "french", french)
    assert only_french.foreign(FOREIGN["ru"][1]) == ""


def test_every_line_is_in_its_own_language_and_in_english_behind() -> None:
    from toolkit_qa.language import _identify

    assert len(LINES) >= 13
    for code, text in LINES.items():
        assert _identify()(text)[0] == code
        assert line(code) == f"{text} {ENGLISH}"
    assert line("eo") == ENGLISH


def test_every_language_with_a_line_is_asked_in() -> None:
    assert set(FOREIGN) == set(LINES)
