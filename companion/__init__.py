"""Compagnon sits beside a social worker and a person during an online procedure."""
