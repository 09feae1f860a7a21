"""The Atelier remembers what is said of the guides."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables of the Atelier."""
    op.create_table(
        "guide_report",
        sa.Column("procedure", sa.String(80), nullable=False),
        sa.Column("step", sa.String(80), nullable=False),
        sa.Column("choice", sa.String(20), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_guide_report_counted")),
        sa.PrimaryKeyConstraint("procedure", "step", "choice", "month", name=op.f("pk_guide_report")),
    )
    op.create_table(
        "guide_rereading",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("procedure", sa.String(80), nullable=False),
        sa.Column("reread_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_guide_rereading")),
    )
    op.create_table(
        "procedure_version",
        sa.Column("fingerprint", sa.String(64), nullable=False),
        sa.Column("procedure", sa.String(80), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("fingerprint", name=op.f("pk_procedure_version")),
    )
    op.create_index(op.f("ix_procedure_version_procedure"), "procedure_version", ["procedure"])


def downgrade() -> None:
    """Take them away."""
    op.drop_index(op.f("ix_procedure_version_procedure"), "procedure_version")
    op.drop_table("procedure_version")
    op.drop_table("guide_rereading")
    op.drop_table("guide_report")
