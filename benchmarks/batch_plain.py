"""What anyone would write: encode passages with sentence-transformers in batches, put them into a FAISS index.

python benchmarks/batch_plain.py MODEL PASSAGES.txt OUT
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import faiss
import numpy as np
import torch
from sentence_transformers import SentenceTransformer

BATCH = 64

if __name__ == "__main__":
    model_folder, passages, out = map(Path, sys.argv[1:])
    torch.set_num_threads(os.cpu_count() or 1)
    model = SentenceTransformer(str(model_folder), device="cpu")
    texts = passages.read_text(encoding="utf-8").splitlines()
    vectors = model.encode(texts, batch_size=BATCH, normalize_embeddings=True, show_progress_bar=False)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(np.asarray(vectors, dtype=np.float32))
    out.mkdir(parents=True, exist_ok=True)
    faiss.write_index(index, str(out / "index.faiss"))
