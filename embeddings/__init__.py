"""Text to vectors to neighbours. Knows no file format of documents, and nothing of competencies.

    >>> from embeddings.encoders import open_encoder              # "e5", or "sentence_transformer:NAME"
    >>> rows = open_encoder().encode(texts, role="query")         # float32, shape (len(texts), 384), of unit length
    >>> from embeddings.indexes.exact import ExactIndex           # exact; `indexes.ivf.IvfIndex` (FAISS) for millions
    >>> scores, places = ExactIndex.build(rows).search(rows, k=5)
    >>> from embeddings.lexical import Bm25, CharTfidf            # words, and character n-grams
    >>> from embeddings.reader import Reader                      # a cross-encoder of criterion and passage

`embeddings.encoders.e5.FOLDER` and `embeddings.reader.FOLDER` are folders that `SentenceTransformer` and `CrossEncoder`
of sentence-transformers open as well. Errors are `embeddings.errors.InputError`.
"""
