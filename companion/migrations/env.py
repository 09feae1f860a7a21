"""Run by Alembic: hands it the connection that the caller opened."""

from alembic import context
from sqlalchemy import Connection

from companion.db import Base

connection: Connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
