"""What a procedure costs the person, counted from the file before anybody lives it."""

from dataclasses import dataclass

from companion.procedures.rules.run import SeenStep, State, Walk


@dataclass(frozen=True)
class Burden:
    """Counts of things to do for one walk."""

    steps: int
    documents: int
    identifications: int
    registered_letters: int
    trips: int
    prerequisites: int


def burden(seen: Walk) -> Burden:
    """Count the open steps, the documents and the guides to finish first that are certain, and the steps that cost most."""
    registered = {channel.id for channel in seen.procedure.canaux if channel.recommande}
    alive = [one for one in seen.steps if one.state is State.OPEN]
    return Burden(
        steps=len(alive),
        documents=sum(1 for _, certain in seen.documents if certain),
        identifications=sum(_identifies(one) for one in alive),
        registered_letters=sum(one.step.canal in registered for one in alive if one.step.nature != "information"),
        trips=sum(one.step.deplacement for one in alive),
        prerequisites=sum(1 for _, certain in seen.prerequisites if certain),
    )


def _identifies(seen: SeenStep) -> bool:
    return "identifiants" in seen.step.sensibilite
