"""Looks: at the days of the house, at backups and their lists, at the state of the instance."""

from companion.upkeep.queries.days import backup_age

__all__ = ["backup_age"]
