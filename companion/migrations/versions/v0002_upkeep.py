"""The house remembers its days, what was erased, and the keys it signed with."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the three tables of the upkeep."""
    op.create_table(
        "upkeep_day",
        sa.Column("name", sa.String(20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_upkeep_day")),
    )
    op.create_table(
        "erasure",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("erased_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasure")),
    )
    op.create_table(
        "site_key",
        sa.Column("public", sa.LargeBinary(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("public", name=op.f("pk_site_key")),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("site_key")
    op.drop_table("erasure")
    op.drop_table("upkeep_day")
