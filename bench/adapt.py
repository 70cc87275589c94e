"""Training the adapter for questions; `python -m bench.adapt` writes `index/query_adapter.npz`.

`training.jsonl` holds questions written for this, each with the file and the sentence that answers it (a
hash of its letters). Their authors had the documents before them and no question set. The adapter brings a
question near to its sentence and to the passage that holds it, against all others of the documents, by the
cross-entropy of cosines (InfoNCE; van den Oord et al. 2018). The documents' vectors stay as they are.
Questions, and with more weight everyday text (`everyday.txt` and the topics of `elsewhere`), are held near to
where the bare model has them, and in the end only `SHARE` of what was learnt is added: what was never trained
on loses little (weights between those before and after training; Wortsman et al. 2022). On two cores it takes
half an hour.
"""

from __future__ import annotations

import hashlib
import math
import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from rich.console import Console
from torch import Tensor, nn

from bench.data import folder_of, read_lines, store_of
from index.embedder import FLOAT32, Embedder, load_model
from index.model import find_model
from index.query_adapter import QueryAdapter, write_adapter
from index.version import Version, open_version
from toolkit_qa.elsewhere import topics

HERE = Path(__file__).resolve().parent
TRAINING, EVERYDAY = HERE / "training.jsonl", HERE / "everyday.txt"
STORES = ("corpus", "pdfs")
SEED = 1
RANK = 16
DROPOUT = 0.1
EPOCHS = 5
BATCH = 32
RATE = 1e-3
WARM_UP = 20  # steps
DECAY = 0.01
CLIP = 1.0
TEMPERATURE = 0.05
SAME = 0.98  # cosine from which two texts count as one
SHARE = 0.7  # of what was learnt that is added in the end (see docs/RETRIEVAL.md)
STAYS, STAYS_EVERYDAY = 0.5, 3.0  # weights of staying near the bare model

Floats = NDArray[np.float32]


@dataclass(frozen=True, kw_only=True, eq=False)
class Target:
    """What a batch is judged against: the vectors of all sentences and passages of one store, in rows."""

    sentences: Tensor
    passages: Tensor


@dataclass(frozen=True, kw_only=True, eq=False)
class Example:
    """A question, the bare model's vector of it, and the rows of what answers it."""

    store: str
    question: str
    bare: Tensor
    sentences: Tensor
    passages: Tensor


class LowRank(nn.Module):  # type: ignore[misc]  # torch is not followed
    """A linear layer with a trained matrix of low rank added to its weight, at first zero."""

    def __init__(self, layer: nn.Linear) -> None:
        super().__init__()
        self.layer = layer
        self.down = nn.Parameter(torch.randn(RANK, layer.in_features) / math.sqrt(layer.in_features))
        self.up = nn.Parameter(torch.zeros(layer.out_features, RANK))
        self.dropout = nn.Dropout(DROPOUT)

    def forward(self, values: Tensor) -> Tensor:
        added = self.dropout(values) @ self.down.T @ self.up.T
        return self.layer(values) + added


class Adapting:
    """The model in training: frozen, but for what is added to the linear layers of its encoder."""

    def __init__(self) -> None:
        self.model = load_model(find_model(None), FLOAT32)
        for parameter in self.model.parameters():
            parameter.requires_grad = False
        self.layers: dict[str, LowRank] = {}
        for name, layer in list(self.model.named_modules()):
            if isinstance(layer, nn.Linear) and ".encoder." in name:
                parent, _, own = name.rpartition(".")
                added = LowRank(layer)
                setattr(self.model.get_submodule(parent), own, added)
                self.layers[name[name.index("encoder.") :]] = added

    @property
    def trained(self) -> list[nn.Parameter]:
        return [parameter for one in self.layers.values() for parameter in (one.down, one.up)]

    def __call__(self, texts: Sequence[str]) -> Tensor:
        """Vectors of length 1, shape (n, dimensions)."""
        features: Any = self.model.tokenizer(list(texts), truncation=True, padding=True, return_tensors="pt")
        with torch.autocast("cpu", dtype=torch.bfloat16):
            vectors = self.model(dict(features))["sentence_embedding"]
        return nn.functional.normalize(vectors.float(), dim=1)

    def adapter(self, model_id: str) -> QueryAdapter:
        layers = {name: (_numbers(one.down), SHARE * _numbers(one.up)) for name, one in self.layers.items()}
        return QueryAdapter(model_id=model_id, layers=layers)


def _numbers(parameter: nn.Parameter) -> Floats:
    numbers: Floats = parameter.detach().numpy()
    return numbers


def letters_hash(text: str) -> str:
    """Twelve hexadecimal digits of the hash of a sentence's letters, case and white space aside."""
    return hashlib.sha256("".join(text.split()).casefold().encode("utf-8")).hexdigest()[:12]


def examples(embedder: Embedder, versions: dict[str, Version]) -> Iterator[Example]:
    """The questions whose sentence still stands in its document."""
    lines = list(read_lines(TRAINING))
    bare = torch.from_numpy(embedder.encode([str(line["question"]) for line in lines]))
    for store, version in versions.items():
        vectors = torch.from_numpy(version.sentence_vectors())
        places = places_of(version)
        for number, line in enumerate(lines):
            rows = places.get((str(line["file"]), str(line["sentence"])))
            if rows:
                alike = torch.nonzero((vectors @ vectors[rows].T).amax(dim=1) >= SAME).flatten()
                yield Example(
                    store=store,
                    question=str(line["question"]),
                    bare=bare[number],
                    sentences=alike,
                    passages=torch.from_numpy(np.unique(version.sentence_passages[alike.numpy()])),
                )


def places_of(version: Version) -> dict[tuple[str, str], list[int]]:
    """(file, hash of a sentence) -> its numbers."""
    places: dict[tuple[str, str], list[int]] = defaultdict(list)
    for number, (row, sentence) in enumerate(version.sentences):
        file = Path(version.document(version.passages[row].document_id).file).name
        places[file, letters_hash(sentence.text)].append(number)
    return places


def batches(found: Sequence[Example], dice: random.Random) -> list[list[Example]]:
    """All examples in new order, each batch of one store."""
    made = []
    for store in STORES:
        own = [one for one in found if one.store == store]
        dice.shuffle(own)
        made += [own[start : start + BATCH] for start in range(0, len(own), BATCH)]
    dice.shuffle(made)
    return made


def loss_of(asked: Tensor, batch: Sequence[Example], target: Target) -> Tensor:
    """How far the questions are from what answers them, and from where the bare model has them."""
    near = missed(asked @ target.sentences.T, [one.sentences for one in batch])
    near = near + missed(asked @ target.passages.T, [one.passages for one in batch])
    return near + STAYS * moved(asked, torch.stack([one.bare for one in batch]))


def missed(cosines: Tensor, right: Sequence[Tensor]) -> Tensor:
    """The mean negative logarithm of the share that the right rows have of all."""
    scaled = cosines / TEMPERATURE
    own = torch.stack([scaled[row, rows].logsumexp(0) for row, rows in enumerate(right)])
    return (scaled.logsumexp(1) - own).mean()


def moved(vectors: Tensor, bare: Tensor) -> Tensor:
    return (1 - (vectors * bare).sum(1)).mean()


def train(
    found: Sequence[Example], targets: dict[str, Target], everyday: Sequence[str], bare: Tensor, tell: Console
) -> Adapting:
    """The model with what it learnt; `bare` are the bare model's vectors of the everyday texts."""
    torch.manual_seed(SEED)
    dice = random.Random(SEED)
    adapting = Adapting()
    optimizer = torch.optim.AdamW(adapting.trained, lr=RATE, weight_decay=DECAY)
    steps, step = EPOCHS * len(batches(found, random.Random(SEED))), 0
    adapting.model.train()
    for epoch in range(EPOCHS):
        total = 0.0
        for batch in batches(found, dice):
            rows = dice.sample(range(len(everyday)), BATCH)
            asked = adapting([one.question for one in batch])
            loss = loss_of(asked, batch, targets[batch[0].store])
            loss = loss + STAYS_EVERYDAY * moved(adapting([everyday[row] for row in rows]), bare[rows])
            for group in optimizer.param_groups:
                group["lr"] = RATE * min(1.0, (step + 1) / WARM_UP) * (1 - step / steps)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(adapting.trained, CLIP)
            optimizer.step()
            step, total = step + 1, total + float(loss.detach())
        tell.print(f"epoch {epoch + 1} of {EPOCHS}: mean loss {total * EPOCHS / steps:.3f}")
    return adapting


def main() -> None:
    """Trains on all examples and writes the file that comes with the program."""
    tell = Console()
    versions = {name: open_version(store_of(name, [folder_of(name)])) for name in STORES}
    targets = {
        name: Target(
            sentences=torch.from_numpy(version.sentence_vectors()),
            passages=torch.from_numpy(version.passage_vectors()),
        )
        for name, version in versions.items()
    }
    embedder = Embedder(None, number_format=FLOAT32)
    found = list(examples(embedder, versions))
    everyday = [*topics(), *EVERYDAY.read_text(encoding="utf-8").splitlines()]
    tell.print(f"{len(found)} examples, {len(everyday)} everyday texts")
    adapting = train(found, targets, everyday, torch.from_numpy(embedder.encode(everyday)), tell)
    write_adapter(adapting.adapter(embedder.model_id))


if __name__ == "__main__":
    main()
