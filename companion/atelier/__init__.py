"""The Atelier: where the guides are looked at, doubted, mended and published by the association."""
