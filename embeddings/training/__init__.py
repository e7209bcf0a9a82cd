"""Contrastive training on pairs; knows no file format."""
