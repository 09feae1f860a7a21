"""Threads, their sheets, open visits, notes to colleagues: random ids, wraps and days; the rest is sealed."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the four tables of visits."""
    _make_thread()
    _make_visit()
    op.create_table(
        "thread_sheet",
        sa.Column("locator", sa.LargeBinary(length=16), nullable=False),
        sa.Column("thread_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_thread_sheet_thread_id_thread"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("locator", name=op.f("pk_thread_sheet")),
    )
    op.create_index(op.f("ix_thread_sheet_thread_id"), "thread_sheet", ["thread_id"])
    op.create_table(
        "handover",
        sa.Column("thread_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("note", sa.LargeBinary(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("key_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_handover_thread_id_thread"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("thread_id", name=op.f("pk_handover")),
    )


def _make_thread() -> None:
    op.create_table(
        "thread",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("face", sa.LargeBinary(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("key_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_thread")),
    )
    op.create_index(op.f("ix_thread_expires_on"), "thread", ["expires_on"])
    op.create_index("ix_thread_next_on_id", "thread", ["next_on", "id"])


def _make_visit() -> None:
    op.create_table(
        "visit",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("thread_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("wrap", sa.LargeBinary(), nullable=False),
        sa.Column("own", sa.LargeBinary(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.Column("key_id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["thread_id"], ["thread.id"], name=op.f("fk_visit_thread_id_thread"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    op.create_index(op.f("ix_visit_thread_id"), "visit", ["thread_id"])


def downgrade() -> None:
    """Take them away."""
    op.drop_table("handover")
    op.drop_index(op.f("ix_thread_sheet_thread_id"), "thread_sheet")
    op.drop_table("thread_sheet")
    op.drop_index(op.f("ix_visit_thread_id"), "visit")
    op.drop_table("visit")
    op.drop_index("ix_thread_next_on_id", "thread")
    op.drop_index(op.f("ix_thread_expires_on"), "thread")
    op.drop_table("thread")
