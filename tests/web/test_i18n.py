"""What is promised of the words of templates."""

import pytest
from flask import Flask

from companion.web.i18n import translate_templates


@pytest.fixture
def show():
    """Return what shows a template."""
    app = Flask("words", static_folder=None)
    translate_templates(app)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    def rendered(text: str, **known: object) -> str:
        with app.app_context():
            return app.jinja_env.from_string(text).render(known)

    return rendered


@pytest.mark.parametrize(
    ("template", "shown"),
    [
        ("""{{ _("Qu'est-ce ?") }}""", "Qu’est-ce\N{NARROW NO-BREAK SPACE}?"),
        ("""{{ _('« Oui »') }}""", "«\N{NO-BREAK SPACE}Oui\N{NO-BREAK SPACE}»"),
        ("""<p title="{{ _("L'aide") }}">{{ _("Aide") }}</p>""", '<p title="L’aide">Aide</p>'),
        ("""{{ _("à 400 %%") }}""", "à 400\N{NO-BREAK SPACE}%"),
        ("""a {{- _("b") -}} c""", "abc"),
        ("""{% if known %}{{ _("vrai") }}{% else %}{{ _("faux") }}{% endif %}""", "faux"),
        ("""{{ _("un") }}{{ _("deux") }}""", "undeux"),
        ("""{{ _("un") ~ _(" : deux") }}""", "un : deux"),
        ("""{{ _("un")|upper }}""", "UN"),
        ("""{{ _(known or "l'un") }}""", "l’un"),
        ("""{{ known or _("l'autre") }}""", "l’autre"),
        ("""{% set said = _("l'un") %}{{ said }}""", "l’un"),
        ("""{{ '{{ _("rien") }}' }}""", "{{ _(&#34;rien&#34;) }}"),
        ("""{% raw %}{{ _("rien") }}{% endraw %}""", '{{ _("rien") }}'),
        ("""{% trans n=2 %}{{ n }} jour{% pluralize %}{{ n }} jours{% endtrans %}""", "2 jours"),
        ("""{% trans n=0 %}{{ n }} jour{% pluralize %}{{ n }} jours{% endtrans %}""", "0 jour"),
    ],
)
def test_every_sentence_is_set_in_type_wherever_it_stands(show, template, shown):
    assert show(template, known="") == shown


def test_what_a_sentence_is_given_is_escaped(show):
    assert show("""{{ _("Bonjour") }} {{ name }}""", name="<b>") == "Bonjour &lt;b&gt;"
    assert show("""{{ _("Bonjour %(name)s", name=name) }}""", name="<b>") == "Bonjour &lt;b&gt;"


def test_a_fault_in_a_template_still_names_its_line(show):
    with pytest.raises(ZeroDivisionError) as fault:
        show("""{{ _("un") }}\n{{ _("deux") }}\n{{ 1 // known }}""", known=0)

    assert fault.traceback[-1].lineno + 1 == 3
