"""The journal remembers its entries, its head, and what was signed of it."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables of the journal."""
    op.create_table(
        "journal_leaf",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(length=12), nullable=False),
        sa.Column("commitment", sa.LargeBinary(length=32), nullable=False),
        sa.Column("node", sa.LargeBinary(length=32), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal_leaf")),
    )
    op.create_table(
        "journal_head",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("peaks", sa.LargeBinary(), nullable=False),
        sa.Column("pruned_size", sa.Integer(), nullable=False),
        sa.Column("pruned_peaks", sa.LargeBinary(), nullable=False),
        sa.Column("checkpoints", sa.Integer(), nullable=False),
        sa.CheckConstraint("number = 1", name=op.f("ck_journal_head_alone")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_journal_head")),
    )
    op.create_table(
        "journal_checkpoint",
        sa.Column("size", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("size", name=op.f("pk_journal_checkpoint")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("journal_checkpoint")
    op.drop_table("journal_head")
    op.drop_table("journal_leaf")
