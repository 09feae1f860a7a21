"""The history of the tables, one file a change; Alembic walks it up and down."""
