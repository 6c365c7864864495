"""Fits token-projection.f32: the 64 directions that hold most of the squares of the model's token vectors.

    python fit-projection.py DATASET_JSON TOKENIZER_JSON MODEL_ONNX OUTPUT

DATASET_JSON is that of chitchat-dataset 0.9.0 (MIT). Needs numpy, onnxruntime and tokenizers. The token vectors of
every third turn of every fourth conversation, without the special tokens, are brought to length 1. The output has the first 64
eigenvectors of their second moments (principal components without centring): 384 rows of 64 float32, little endian.
The sign of each is such that its largest component is positive.
"""

import json
import sys

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

DIMENSIONS = 64
MOST_TOKENS = 160
TURN_CHARACTERS = (20, 600)


def turns(dataset):
    for conversation in list(dataset.values())[::4]:
        for messages in conversation["messages"][::3]:
            text = " ".join(message["text"] for message in messages)
            if TURN_CHARACTERS[0] <= len(text) <= TURN_CHARACTERS[1]:
                yield text


def main(dataset_path, tokenizer_path, model_path, output_path):
    tokenizer = Tokenizer.from_file(tokenizer_path)
    tokenizer.no_padding()
    tokenizer.enable_truncation(MOST_TOKENS)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model_path, options, providers=["CPUExecutionProvider"])
    with open(dataset_path, encoding="utf-8") as file:
        texts = list(turns(json.load(file)))
    moments = np.zeros((384, 384))
    tokens = 0
    for text in texts:
        ids = np.array([tokenizer.encode(text).ids], dtype=np.int64)
        feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        rows = session.run(None, feeds)[0][0][1:-1].astype(np.float64)
        rows /= np.linalg.norm(rows, axis=1, keepdims=True)
        moments += rows.T @ rows
        tokens += len(rows)
    values, vectors = np.linalg.eigh(moments / tokens)
    first = vectors[:, ::-1][:, :DIMENSIONS]
    first = first * np.sign(first[np.abs(first).argmax(axis=0), range(DIMENSIONS)])
    first.astype("<f4").tofile(output_path)
    print(f"{len(texts)} turns, {tokens} tokens, {values[::-1][:DIMENSIONS].sum():.3f} of the squares kept")


if __name__ == "__main__":
    main(*sys.argv[1:])
