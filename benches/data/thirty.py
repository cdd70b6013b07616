"""Round trips of a delivery van."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Stop:
    """A place to visit, in kilometres from the depot."""

    name: str
    x: float
    y: float


def nearest_first(stops: list[Stop]) -> list[Stop]:
    """Order stops by always driving to the nearest one that is left."""
    remaining = list(stops)
    route: list[Stop] = []
    x, y = 0.0, 0.0
    while remaining:
        following = min(remaining, key=lambda stop: (stop.x - x) ** 2 + (stop.y - y) ** 2)
        remaining.remove(following)
        route.append(following)
        x, y = following.x, following.y
    return route


if __name__ == "__main__":
    for place in nearest_first([Stop("bakery", 2, 1), Stop("school", 1, 1)]):
        print(place.name)
