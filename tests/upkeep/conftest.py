"""What the promises of the upkeep lean on: one association, and database servers."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from companion import clock
from companion.cli import main
from companion.procedures.queries import SHELVES
from tests.conftest import SATURDAY
from tests.house.postgres import programs, running
from tests.upkeep.houses import GUIDE, House, furnished

KEPT = Path(GUIDE).name
ALONE = ["unshare", "-rm", "true"]


@pytest.fixture(scope="session")
def model_house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder that every association of these tests begins with."""
    return furnished(tmp_path_factory.mktemp("model") / "instance")


@pytest.fixture
def house(model_house: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> House:
    """Return an association with something to lose."""
    monkeypatch.delenv("COMPANION_DATABASE_URL", raising=False)
    shutil.copytree(model_house, tmp_path / "instance")
    return House(tmp_path / "instance", capsys)


@pytest.fixture(scope="session")
def model_copy(model_house: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of an association that was saved, with its copy beside it."""
    place = tmp_path_factory.mktemp("saved")
    shutil.copytree(model_house, place / "instance")
    (place / "key").mkdir()
    with pytest.MonkeyPatch.context() as held:
        held.setattr(clock, "now", lambda: SATURDAY)
        held.delenv("COMPANION_DATABASE_URL", raising=False)
        assert main(["sauvegarde", str(place / "key" / "copy.zip"), "--instance", str(place / "instance")]) == 0
    return place


@pytest.fixture
def copy(model_copy: Path, house: House, key: Path) -> Path:
    """Return a backup of the association."""
    shutil.copytree(model_copy / "instance", house.folder, dirs_exist_ok=True)
    shutil.copytree(model_copy / "key", key, dirs_exist_ok=True)
    return key / "copy.zip"


@pytest.fixture(scope="session")
def one_guide(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return shelves of one guide: reading all of them is what takes the time."""
    place = tmp_path_factory.mktemp("shelves") / "procedures"
    shutil.copytree(
        SHELVES, place, ignore=lambda folder, names: [one for one in names if Path(folder).name in {"be", "fr"} and one != KEPT]
    )
    return place


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """Return the folder of a stick."""
    (tmp_path / "key").mkdir()
    return tmp_path / "key"


@pytest.fixture(scope="session")
def own_disks() -> None:
    """Skip what needs a disk of its own, where the system does not lend any."""
    try:
        lent = subprocess.run(ALONE, check=False, capture_output=True, timeout=30).returncode == 0
    except OSError:
        lent = False
    if not lent:
        pytest.skip("cette machine ne prête pas de disque à un programme (« unshare »)")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[str]:
    """Return the address of a PostgreSQL, or skip what needs one."""
    if not (folder := programs()):
        pytest.skip("cette machine n’a pas de serveur PostgreSQL (« initdb » et « postgres »)")
    with running(folder) as address:
        yield address
