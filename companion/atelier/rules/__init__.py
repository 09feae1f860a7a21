"""Decides what the Atelier says and accepts."""
