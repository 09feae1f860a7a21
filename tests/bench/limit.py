"""The limit: bare Flask and Jinja on the same server, with pages of as many bytes as ours and nothing else in them.

`python -m tests.bench.limit PORT [--sqlalchemy] BYTES…`
"""

import argparse
import gzip
from dataclasses import dataclass
from itertools import cycle, islice

from flask import Flask, Response, render_template, request
from jinja2 import DictLoader

from companion.web.server import Address, serve

LEVEL = 6
"""The level at which the product compresses its pages."""

PAGE = """\
<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><title>{{ title }}</title><link rel="stylesheet" href="/static/style.css"></head>
<body>
<header><nav aria-label="Menu"><ul>{% for name in menu %}<li><a href="/{{ name }}">{{ name }}</a></li>{% endfor %}</ul></nav></header>
<main id="contenu">
<h1>{{ title }}</h1>
<ul class="cards">
{% for row in rows %}
<li class="card"><h3><a href="/guides/{{ row.name }}">{{ row.title }}</a></h3>
<p>{{ row.summary }}</p>
<p class="small">{{ row.place }} · {{ row.often }}</p></li>
{% endfor %}
</ul>
<p>{{ rest }}</p>
</main>
</body>
</html>
"""


@dataclass(frozen=True)
class Row:
    """One thing in a list, as long as a card of the product."""

    name: str
    title: str
    summary: str
    place: str
    often: str


ROWS = (
    Row(
        "be-allocation",
        "Bourse d'études",
        "Demander l'allocation, en ligne ou par lettre, avant le 31 octobre.",
        "Service des bourses",
        "chaque année",
    ),
    Row(
        "fr-actualisation",
        "Actualisation",
        "Dire chaque mois si l'on a travaillé, pour que le paiement arrive.",
        "France Travail",
        "chaque mois",
    ),
    Row("be-boite-mail", "Boîte mail", "Avoir une adresse e-mail que la personne ouvre elle-même & retrouve.", "Messagerie", "une fois"),
)


def make_app(sizes: list[int], *, login: str = "", listed: int = 0) -> Flask:
    """Make the bare application, with one page for each size."""
    app = Flask("limit", static_folder=None)
    app.config.update(TEMPLATES_AUTO_RELOAD=False)
    app.jinja_env.loader = DictLoader({"page.html": PAGE, "list.html": LIST})

    def show(count: int, rest: str) -> str:
        rows = islice(cycle(ROWS), count)
        return render_template("page.html", title="Des lignes", menu=("accueil", "echeances", "aide"), rows=rows, rest=rest)

    with app.test_request_context():
        shapes = {size: _shape(size, lambda count: len(show(count, "").encode())) for size in sizes}

    @app.route("/page/<int:size>", methods=["GET", "POST"])
    def page(size: int) -> str:
        """Show as many bytes as were asked for, after reading the form if there is one."""
        request.form.to_dict()
        count, missing = shapes[size]
        return show(count, "." * missing)

    if login:
        _read_the_user_each_time(app, login)
    if listed:
        _list_fifty(app, login, listed)

    @app.get("/")
    def home() -> str:
        """Answer the first request."""
        return show(len(ROWS), "")

    @app.after_request
    def compress(answer: Response) -> Response:
        if "gzip" in request.headers.get("Accept-Encoding", ""):
            answer.set_data(gzip.compress(answer.get_data(), LEVEL, mtime=0))
            answer.headers["Content-Encoding"] = "gzip"
        return answer

    return app


def _read_the_user_each_time(app: Flask, file: str) -> None:
    """Ask Flask-Login who comes at each request: one row of SQLite by SQLAlchemy, for whoever has a cookie."""
    from flask_login import LoginManager, UserMixin, current_user
    from sqlalchemy import create_engine
    from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

    class Base(DeclarativeBase):
        """One table."""

    class User(UserMixin, Base):
        """One user."""

        __tablename__ = "user"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str]

    engine = create_engine(f"sqlite:///{file}")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        session.merge(User(id=1, name="heron-42"))
        session.commit()
    engine.dispose()
    manager = LoginManager(app)

    @manager.request_loader
    def _user(asked):
        with Session(engine) as session:
            return session.get(User, 1) if asked.cookies else None

    @app.before_request
    def _who() -> None:
        assert current_user.is_authenticated or request.path == "/"


LIST = """\
<!doctype html>
<html lang="fr">
<head><meta charset="utf-8"><title>Suivi</title><link rel="stylesheet" href="/static/style.css"></head>
<body>
<header><p>{{ current_user.name }}</p><nav aria-label="Menu"><ul>
{% for name in menu %}<li><a href="/{{ name }}">{{ name }}</a></li>{% endfor %}</ul></nav></header>
<main id="contenu">
<h1>Suivi</h1>
<ul class="cards">
{% for row in rows %}
<li class="card"><h3>{{ row.next_on.strftime("%d/%m/%Y") }} · {{ row.name }}</h3>
<ul>{% for one in row.demarches %}<li class="{{ 'late' if one.ends_on < today }}">{{ one.title }}</li>{% endfor %}</ul>
<p class="row"><button type="submit" class="small" name="fil" value="{{ row.id }}">Reprendre
<span class="unseen"> {{ row.name }}</span></button>
<span class="small">jusqu’au {{ row.demarches[0].ends_on.strftime("%d/%m/%Y") }}</span></p></li>
{% endfor %}
</ul>
</main>
</body>
</html>
"""


def _list_fifty(app: Flask, file: str, count: int) -> None:
    """Show fifty rows among thousands, by their dates, each with its three démarches: the list that performance.md, 2, takes as the limit.

    Three statements with the user's: the rows through the ORM, and a `selectin` load of what belongs to them.
    """
    from datetime import date, timedelta

    from sqlalchemy import ForeignKey, create_engine, select
    from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, relationship, selectinload

    class Base(DeclarativeBase):
        """Two tables."""

    class Thread(Base):
        """One row of the list, nothing sealed."""

        __tablename__ = "thread"
        id: Mapped[int] = mapped_column(primary_key=True)
        name: Mapped[str]
        next_on: Mapped[date] = mapped_column(index=True)
        demarches: Mapped[list["Demarche"]] = relationship()

    class Demarche(Base):
        """What belongs to a row."""

        __tablename__ = "demarche"
        id: Mapped[int] = mapped_column(primary_key=True)
        thread_id: Mapped[int] = mapped_column(ForeignKey("thread.id"), index=True)
        title: Mapped[str]
        ends_on: Mapped[date]

    engine, day = create_engine(f"sqlite:///{file}.list"), date(2026, 11, 22)
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        for rank in range(count):
            demarches = [Demarche(title=row.title, ends_on=day + timedelta(days=90)) for row in ROWS]
            session.add(Thread(name=f"Personne {rank}", next_on=day + timedelta(days=rank % 80), demarches=demarches))
        session.commit()
    engine.dispose()
    asked = select(Thread).options(selectinload(Thread.demarches)).order_by(Thread.next_on, Thread.id).limit(50)

    @app.get("/list")
    def listed() -> str:
        """Show the next fifty."""
        with Session(engine) as session:
            found = session.scalars(asked).all()
            return render_template("list.html", menu=("accueil", "echeances", "aide"), rows=found, today=day)


def _shape(size, weigh):
    """Return how many rows come nearest to a size from below, and how many bytes are then missing."""
    three = (weigh(len(ROWS)) - weigh(0)) / len(ROWS)
    count = max(0, int((size - weigh(0)) / three))
    while count and weigh(count) > size:
        count -= 1
    return count, max(0, size - weigh(count))


def main() -> None:
    """Serve the bare application as the product is served."""
    parser = argparse.ArgumentParser()
    parser.add_argument("port", type=int)
    parser.add_argument("sizes", type=int, nargs="*")
    parser.add_argument("--sqlalchemy", action="store_true")
    parser.add_argument("--login", default="", help="file of the users")
    parser.add_argument("--listed", type=int, default=0, help="rows of the list")
    said = parser.parse_args()
    if said.sqlalchemy:
        _load_sqlalchemy()
    serve(lambda: make_app(said.sizes, login=said.login, listed=said.listed), Address(port=said.port), lambda: None)


def _load_sqlalchemy() -> None:
    """Import what a bare application with a database imports, and open SQLite once."""
    from sqlalchemy import create_engine, text
    from sqlalchemy.orm import Session

    with Session(create_engine("sqlite://")) as session:
        session.execute(text("select 1"))


if __name__ == "__main__":
    main()
