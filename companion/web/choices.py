"""The one way to write choices in a form: WTForms 3.3's own objects, from our lists."""

from collections.abc import Mapping

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined,unused-ignore]  # the published stubs are of 3.2


def choices_of(labels: Mapping[str, str]) -> list[SelectChoice]:
    """Return the choices of a closed list, code and French label."""
    return [SelectChoice(code, label) for code, label in labels.items()]
