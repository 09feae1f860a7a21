"""The accounts remember the association, its members, their sessions, and the keys they gave each other."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables of the accounts."""
    _make_association()
    _make_member()
    _make_member_name()
    _make_invitation()
    _make_sign_in()
    _make_poste()
    _make_throttle()
    _make_circle_grant()
    _make_circle_face()
    _make_circle_wrap()
    _make_introduction()


def _make_association() -> None:
    op.create_table(
        "association",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("salt", sa.LargeBinary(length=16), nullable=False),
        sa.Column("circle", sa.LargeBinary(length=16), nullable=False),
        sa.Column("team_key_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sign_key_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sign_public", sa.LargeBinary(length=32), nullable=False),
        sa.Column("envelope_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("envelope_box", sa.LargeBinary(length=32), nullable=False),
        sa.Column("envelope_sign", sa.LargeBinary(length=32), nullable=False),
        sa.Column("envelope_opened_on", sa.Date(), nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("ready_on", sa.Date(), nullable=True),
        sa.CheckConstraint("number = 1", name=op.f("ck_association_alone")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_association")),
    )


def _make_member() -> None:
    op.create_table(
        "member",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sign_in_name", sa.String(length=40), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("box", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sign", sa.LargeBinary(length=32), nullable=False),
        sa.Column("phrase", sa.LargeBinary(), nullable=True),
        sa.Column("sheet", sa.LargeBinary(), nullable=True),
        sa.Column("own", sa.LargeBinary(), nullable=True),
        sa.Column("own_revision", sa.Integer(), nullable=False),
        sa.Column("keyring", sa.LargeBinary(), nullable=True),
        sa.Column("keyring_revision", sa.Integer(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("replaces", sa.LargeBinary(length=16), nullable=True),
        sa.Column("joined_on", sa.Date(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_member")),
        sa.UniqueConstraint("sign_in_name", name=op.f("uq_member_sign_in_name")),
    )


def _make_member_name() -> None:
    op.create_table(
        "member_name",
        sa.Column("member_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("name", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_member_name_member_id_member"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_member_name")),
    )


def _make_invitation() -> None:
    op.create_table(
        "invitation",
        sa.Column("locator", sa.LargeBinary(length=16), nullable=False),
        sa.Column("role", sa.String(length=12), nullable=False),
        sa.Column("words", sa.Integer(), nullable=False),
        sa.Column("replaces", sa.LargeBinary(length=16), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("locator", name=op.f("pk_invitation")),
    )


def _make_sign_in() -> None:
    op.create_table(
        "sign_in",
        sa.Column("id", sa.LargeBinary(length=32), nullable=False),
        sa.Column("member_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("keys", sa.LargeBinary(), nullable=True),
        sa.Column("pin_keys", sa.LargeBinary(), nullable=True),
        sa.Column("pin_left", sa.Integer(), nullable=False),
        sa.Column("state", sa.LargeBinary(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_sign_in_member_id_member"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in")),
    )
    op.create_index(op.f("ix_sign_in_member_id"), "sign_in", ["member_id"])


def _make_poste() -> None:
    op.create_table(
        "poste",
        sa.Column("locator", sa.LargeBinary(length=16), nullable=False),
        sa.Column("member_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("opening", sa.LargeBinary(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["member.id"], name=op.f("fk_poste_member_id_member"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("locator", name=op.f("pk_poste")),
    )


def _make_throttle() -> None:
    op.create_table(
        "throttle",
        sa.Column("mark", sa.LargeBinary(length=16), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("again_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("mark", name=op.f("pk_throttle")),
    )


def _make_circle_grant() -> None:
    op.create_table(
        "circle_grant",
        sa.Column("circle", sa.LargeBinary(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("public", sa.LargeBinary(length=32), nullable=False),
        sa.Column("giver", sa.LargeBinary(length=16), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.PrimaryKeyConstraint("circle", "epoch", "member_id", name=op.f("pk_circle_grant")),
    )


def _make_circle_face() -> None:
    op.create_table(
        "circle_face",
        sa.Column("circle", sa.LargeBinary(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("public", sa.LargeBinary(length=32), nullable=False),
        sa.Column("giver", sa.LargeBinary(length=16), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.PrimaryKeyConstraint("circle", "epoch", name=op.f("pk_circle_face")),
    )


def _make_circle_wrap() -> None:
    op.create_table(
        "circle_wrap",
        sa.Column("key_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("circle", sa.LargeBinary(length=16), nullable=False),
        sa.Column("epoch", sa.Integer(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("key_id", name=op.f("pk_circle_wrap")),
    )


def _make_introduction() -> None:
    op.create_table(
        "introduction",
        sa.Column("about", sa.LargeBinary(length=16), nullable=False),
        sa.Column("giver", sa.LargeBinary(length=16), nullable=False),
        sa.Column("said", sa.String(length=12), nullable=False),
        sa.Column("box", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sign", sa.LargeBinary(length=32), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("about", "giver", "said", name=op.f("pk_introduction")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_sign_in_member_id"), "sign_in")
    op.drop_table("introduction")
    op.drop_table("circle_wrap")
    op.drop_table("circle_face")
    op.drop_table("circle_grant")
    op.drop_table("throttle")
    op.drop_table("poste")
    op.drop_table("sign_in")
    op.drop_table("invitation")
    op.drop_table("member_name")
    op.drop_table("member")
    op.drop_table("association")
