"""What a thread asks before it is erased, or before an erasure is taken back: that the person showed it is theirs (decision D8)."""

from tests.demarches.attacks import begin_house


def test_what_the_team_found_by_itself_waits_and_only_the_sheet_takes_it_back(app):
    me = begin_house(app)
    visit = me.begin()
    thread = me.thread_of(visit)
    key = me.close(visit, equipe="oui", feuille="nouvelle")

    answer = me.send(f"{me.resume(thread)}/effacer", qui="seule")
    assert answer.location == "/visites?fini=attend", "nobody showed that the person asks"
    by_list = me.resume(thread)
    assert me.send(f"{by_list}/garder").status_code == 409
    me.close(by_list, feuille="garder", equipe="oui", images_gardees="oui")

    by_sheet = me.unfold(key).location
    assert me.send(f"{by_sheet}/garder").status_code == 303
    assert me.opened(by_sheet).contents.ends_without_erasure is None


def test_who_shows_the_sheet_erases_at_once(app):
    me = begin_house(app)
    key = me.close(me.begin(), feuille="nouvelle")

    assert me.send(f"{me.unfold(key).location}/effacer", qui="seule").location == "/visites?fini=efface"
    assert me.unfold(key).status_code == 422
