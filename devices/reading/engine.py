"""The text engine. Only the worker imports this."""

from __future__ import annotations

import logging
import os
from multiprocessing.connection import Connection
from typing import Any

import cv2
import numpy as np
from rapidocr import RapidOCR

from devices.model_files import model_file
from devices.ports import Frame
from devices.reading.models import DETECTOR, RECOGNISER
from devices.reading.serving import answer_pages
from devices.reading.text import Glyph, Line, Text, line_of

LEAST_SURE = 0.5  # of a whole line; what is below is no text


def serve(connection: Connection, threads: int) -> None:
    """Load the engine and answer pictures with their text until the other end closes."""
    if hasattr(os, "nice"):
        os.nice(5)  # the live picture and the keyboard go first
    cv2.setNumThreads(threads)
    answer_pages(connection, Engine(threads).read)


class Engine:
    """PP-OCRv6 small, from the files that came with the program: nothing is ever fetched."""

    def __init__(self, threads: int) -> None:
        self._engine = RapidOCR(
            params={
                "Global.log_level": "critical",
                "Global.use_cls": False,  # which way up is found by reading, see `upright`
                "Global.text_score": LEAST_SURE,
                "Global.return_word_box": True,
                "Global.return_single_char_box": True,
                "Det.model_path": str(model_file(DETECTOR)),
                "Rec.model_path": str(model_file(RECOGNISER)),
                "EngineConfig.onnxruntime.intra_op_num_threads": threads,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )
        logging.getLogger("RapidOCR").disabled = True

    def read(self, picture: Frame) -> Text:
        """Every line found in the picture (height x width x 3, BGR)."""
        found: Any = self._engine(picture)
        if found.txts is None:
            return ()
        rows = zip(found.boxes, found.txts, found.scores, found.word_results, strict=False)
        return tuple(line for row in rows if (line := _line(*row)).glyphs)


def _line(box: Any, text: str, score: float, characters: Any) -> Line:
    points = np.asarray(box, dtype=np.float64)
    (left, top), (right, bottom) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    letters = [character for character in text if not character.isspace()]
    if letters != [character for character, _, _ in characters]:
        return line_of(text, left, top, right, bottom, sure=float(score))
    sure = _certainties(text, score, [each for _, each, _ in characters])
    places = [float(np.mean([x for x, _ in where])) for _, _, where in characters]
    return Line(tuple(map(Glyph, letters, sure, places)), left, top, right, bottom)


def _certainties(text: str, score: float, listed: list[float]) -> list[float]:
    """One for each letter of `text`.

    rapidocr 3.10 lists certainties for blanks too, but hands them out as if there were none, so after a blank each
    letter has its neighbour's and the last ones are lost. Their sum is known: `score` is the mean of all.
    """
    lost = len(text) - len(listed)
    rest = (score * len(text) - sum(listed)) / lost if lost else 0.0
    each = [*listed, *[min(1.0, max(0.0, rest))] * lost]
    return [float(sure) for character, sure in zip(text, each, strict=True) if not character.isspace()]
