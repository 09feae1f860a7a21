"""The room that loads, examines and walks a procedure; a pure machine, no tables."""
