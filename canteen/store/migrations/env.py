"""Run migrations on the connection that canteen.store.migrating hands over."""

from __future__ import annotations

from alembic import context

from canteen.store.tables import BOOKS

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=BOOKS,
    render_as_batch=True,
    compare_type=True,
)

with context.begin_transaction():
    context.run_migrations()
