"""The promises of the Atelier."""
