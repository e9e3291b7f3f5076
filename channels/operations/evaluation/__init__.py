"""Unseen sentences through the public API, judged on what was understood."""

from channels.operations.evaluation.judging import ACT_REPLIES, Judge, Judgement
from channels.operations.evaluation.sentences import Sentence, read_sentences
from channels.operations.evaluation.table import evaluate, table_of

__all__ = ["ACT_REPLIES", "Judge", "Judgement", "Sentence", "evaluate", "read_sentences", "table_of"]
