"""The promises of time: how long each thing is kept, and that it is gone afterwards."""
