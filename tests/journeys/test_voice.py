"""« Écouter » reads with a voice that lives on the machine, or does not appear."""

import pytest
from playwright.sync_api import expect

from tests.journeys import content
from tests.journeys.desk import BOURSE, plain
from tests.journeys.moments import CAMPAIGN

LOCAL_FRENCH = '{ lang: "fr-FR", localService: true, name: "Voix de la machine" }'
REMOTE_FRENCH = '{ lang: "fr-FR", localService: false, name: "Voix de loin" }'
LOCAL_ENGLISH = '{ lang: "en-GB", localService: true, name: "Voice" }'
VOICES = """
window.said = [];
window.voices = [%s];
Object.defineProperty(speechSynthesis, "getVoices", { value: () => window.voices });
Object.defineProperty(speechSynthesis, "speak", { value: words => window.said.push([words.text, words.voice.name, words.lang]) });
window.SpeechSynthesisUtterance = function (text) { this.text = text; };
"""
"""What Chromium would say on a machine that has these voices; nothing else is replaced."""


@pytest.fixture
def with_voices(seat):
    def sit(*voices, scripted=True):
        desk = seat(CAMPAIGN, scripted=scripted)
        desk.page.add_init_script(VOICES % ", ".join(voices))
        desk.go(BOURSE)
        return desk

    return sit


def listens(desk):
    return desk.page.locator(".listen")


def test_a_french_voice_of_the_machine_reads_the_words_to_say(with_voices):
    desk = with_voices(REMOTE_FRENCH, LOCAL_FRENCH)
    desk.answer(qui_etudie="superieur", age="majeur", identite="oui")
    desk.unfold("identifier")
    desk.step("identifier").get_by_role("button", name="Écouter").click()

    words, voice, language = desk.page.evaluate("said[0]")

    assert plain(words) == plain(content.step(BOURSE, "identifier").simple).strip()
    assert (voice, language) == ("Voix de la machine", "fr-FR")


def test_there_is_one_button_for_each_words_to_say_before_and_after_an_answer(with_voices):
    desk = with_voices(LOCAL_FRENCH)
    before, parts = listens(desk).count(), desk.page.locator("[data-voix]").count()
    desk.answer(qui_etudie="superieur")

    assert before == parts > 0
    expect(listens(desk)).to_have_count(desk.page.locator("[data-voix]").count())


@pytest.mark.parametrize("voices", [[REMOTE_FRENCH], [LOCAL_ENGLISH], [REMOTE_FRENCH, LOCAL_ENGLISH], []])
def test_without_a_french_voice_of_the_machine_there_is_no_button(with_voices, voices):
    desk = with_voices(*voices)
    desk.answer(qui_etudie="superieur")

    assert desk.page.evaluate("speechSynthesis.getVoices().length") == len(voices)
    expect(listens(desk)).to_have_count(0)


def test_a_voice_that_arrives_late_brings_its_buttons(with_voices):
    """Chromium loads its voices after the page."""
    desk = with_voices()
    desk.page.evaluate(f"voices.push({LOCAL_FRENCH}), speechSynthesis.dispatchEvent(new Event('voiceschanged'))")

    expect(listens(desk)).to_have_count(desk.page.locator("[data-voix]").count())


def test_without_script_nothing_offers_to_read_aloud(with_voices):
    expect(listens(with_voices(LOCAL_FRENCH, scripted=False))).to_have_count(0)
