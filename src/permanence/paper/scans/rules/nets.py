"""Small classifiers: a few layers in plain numpy, several of them asked at once, and how sure they are together."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from permanence.paper.scans.rules.pictures import Floats

_Layers = tuple[Floats, Floats, Floats, Floats]


@dataclass(frozen=True, slots=True)
class Net:
    """Members trained apart on the same crops; each has one hidden layer."""

    classes: tuple[str, ...]
    mean: Floats
    scale: Floats
    members: tuple[_Layers, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A class, and how sure the least sure member is of it."""

    label: str
    confidence: float


def judged(net: Net, features: Floats) -> list[Verdict]:
    """The verdicts on rows of features: the class most members together hold, with the least confidence among them.

    A crop unlike all they were trained on divides the members, which is what makes it work for a person.
    """
    if len(features) == 0:
        return []
    chances = np.stack([_chances(member, _standard(net, features)) for member in net.members])
    best = chances.mean(0).argmax(1)
    least = chances[:, np.arange(len(best)), best].min(0)
    return [Verdict(net.classes[at], float(sure)) for at, sure in zip(best, least, strict=True)]


def trained(
    features: Floats, labels: Floats, classes: tuple[str, ...], *, seed: int, hidden: int = 64, rounds: int = 9,
    members: int = 3,
) -> Net:  # fmt: skip
    """A net from rows of features and the place of each row's class in `classes`; the same seed gives the same net."""
    mean = features.mean(0).astype(np.float32)
    scale = (1 / np.maximum(features.std(0), 0.02)).astype(np.float32)
    net = Net(classes, mean, scale, ())
    ready = _standard(net, features)
    grown = tuple(
        _grown(ready, labels, len(classes), np.random.default_rng(seed + place), hidden, rounds)
        for place in range(members)
    )
    return Net(classes, mean, scale, grown)


def as_arrays(net: Net, name: str) -> dict[str, Floats]:
    """The net as arrays to be kept, half precision."""
    held: dict[str, Floats] = {f"{name}.mean": net.mean, f"{name}.scale": net.scale}
    for place, member in enumerate(net.members):
        held |= {f"{name}.{place}.{layer}": part.astype(np.float16) for layer, part in enumerate(member)}
    return held


def from_arrays(held: Mapping[str, Floats], name: str, classes: tuple[str, ...]) -> Net:
    """The net that `as_arrays` gave."""
    members: list[_Layers] = []
    while f"{name}.{len(members)}.0" in held:
        parts = [np.asarray(held[f"{name}.{len(members)}.{layer}"], np.float32) for layer in range(4)]
        members.append((parts[0], parts[1], parts[2], parts[3]))
    return Net(classes, held[f"{name}.mean"], held[f"{name}.scale"], tuple(members))


def _standard(net: Net, features: Floats) -> Floats:
    return np.clip((features.astype(np.float32) - net.mean) * net.scale, -6, 6)


def _chances(member: _Layers, ready: Floats) -> Floats:
    first, first_bias, second, second_bias = member
    hidden = np.maximum(ready @ first + first_bias, 0)
    said = hidden @ second + second_bias
    said = np.exp(said - said.max(1, keepdims=True))
    return np.asarray(said / said.sum(1, keepdims=True))


def _grown(ready: Floats, labels: Floats, classes: int, rng: np.random.Generator, hidden: int, rounds: int) -> _Layers:
    """Adam on cross-entropy, with inputs and hidden units dropped at random so that no few pixels decide."""
    wide = ready.shape[1]
    layers: list[Floats] = [
        rng.normal(0, np.sqrt(2 / wide), (wide, hidden)).astype(np.float32),
        np.zeros(hidden, np.float32),
        rng.normal(0, np.sqrt(1 / hidden), (hidden, classes)).astype(np.float32),
        np.zeros(classes, np.float32),
    ]
    first_moment = [np.zeros_like(layer) for layer in layers]
    second_moment = [np.zeros_like(layer) for layer in layers]
    step, batch = 0, 256
    for round_ in range(rounds):
        rate = 1.5e-3 * 0.5 * (1 + np.cos(np.pi * round_ / rounds)) + 1e-5
        order = rng.permutation(len(ready))
        for start in range(0, len(order) - 1, batch):
            rows = order[start : start + batch]
            step += 1
            slopes = _slopes(layers, ready[rows], labels[rows], rng)
            for place, slope in enumerate(slopes):
                first_moment[place] = 0.9 * first_moment[place] + 0.1 * slope
                second_moment[place] = 0.999 * second_moment[place] + 0.001 * slope**2
                ahead = first_moment[place] / (1 - 0.9**step)
                around = np.sqrt(second_moment[place] / (1 - 0.999**step)) + 1e-8
                layers[place] = layers[place] - np.float32(rate) * ahead / around
    return layers[0], layers[1], layers[2], layers[3]


def _slopes(layers: list[Floats], inputs: Floats, labels: Floats, rng: np.random.Generator) -> list[Floats]:
    first, first_bias, second, second_bias = layers
    inputs = inputs * (rng.random(inputs.shape, np.float32) > 0.1)
    kept = (rng.random((len(inputs), first.shape[1]), np.float32) > 0.25) / np.float32(0.75)
    before = inputs @ first + first_bias
    hidden = np.maximum(before, 0) * kept
    said = hidden @ second + second_bias
    said = np.exp(said - said.max(1, keepdims=True))
    error = said / said.sum(1, keepdims=True)
    error[np.arange(len(labels)), labels] -= 1
    error /= len(labels)
    back = (error @ second.T) * kept * (before > 0)
    decay = np.float32(2e-5)
    return [inputs.T @ back + decay * first, back.sum(0), hidden.T @ error + decay * second, error.sum(0)]
