"""What is said to somebody who asks in another language than the documents', each in that language.

Every line says that the documents are in English and asks for the question in English. To add a
language, add its line under its ISO 639-1 code: it is then recognised too.
"""

from __future__ import annotations

from collections.abc import Mapping

ENGLISH = "The documents are in English. Please ask your question in English."

LINES: Mapping[str, str] = {
    "ar": "الوثائق باللغة الإنجليزية. يُرجى طرح سؤالك باللغة الإنجليزية.",
    "de": "Die Dokumente sind auf Englisch. Bitte stellen Sie Ihre Frage auf Englisch.",
    "es": "Los documentos están en inglés. Por favor, haga su pregunta en inglés.",
    "fr": "Les documents sont en anglais. Veuillez poser votre question en anglais.",
    "it": "I documenti sono in inglese. La preghiamo di porre la domanda in inglese.",
    "ja": "文書は英語で書かれています。英語で質問してください。",
    "nl": "De documenten zijn in het Engels. Stel uw vraag alstublieft in het Engels.",
    "pl": "Dokumenty są w języku angielskim. Prosimy zadać pytanie po angielsku.",
    "pt": "Os documentos estão em inglês. Por favor, faça a sua pergunta em inglês.",
    "ru": "Документы на английском языке. Пожалуйста, задайте вопрос на английском языке.",
    "tr": "Belgeler İngilizcedir. Lütfen sorunuzu İngilizce sorun.",
    "uk": "Документи англійською мовою. Будь ласка, поставте запитання англійською мовою.",
    "zh": "文件是英文的。请用英文提问。",
    # Not among the likeliest, but told apart from their neighbours all the same.
    "cs": "Dokumenty jsou v angličtině. Položte prosím svou otázku anglicky.",
    "da": "Dokumenterne er på engelsk. Stil venligst dit spørgsmål på engelsk.",
    "el": "Τα έγγραφα είναι στα αγγλικά. Παρακαλούμε κάντε την ερώτησή σας στα αγγλικά.",
    "fa": "اسناد به زبان انگلیسی هستند. لطفاً پرسش خود را به انگلیسی مطرح کنید.",
    "he": "המסמכים כתובים באנגלית. אנא שאלו את שאלתכם באנגלית.",
    "hi": "दस्तावेज़ अंग्रेज़ी में हैं। कृपया अपना प्रश्न अंग्रेज़ी में पूछें।",
    "id": "Dokumen-dokumen ini berbahasa Inggris. Silakan ajukan pertanyaan Anda dalam bahasa Inggris.",
    "ko": "문서는 영어로 되어 있습니다. 영어로 질문해 주세요.",
    "ro": "Documentele sunt în limba engleză. Vă rugăm să puneți întrebarea în engleză.",
    "sv": "Dokumenten är på engelska. Ställ din fråga på engelska.",
}


def line(language: str) -> str:
    """The line in that language, and in English behind it for whoever reads it over somebody's shoulder."""
    return f"{LINES[language]} {ENGLISH}" if language in LINES else ENGLISH
