"""Compression of pages: a slow line is the usual one."""

import gzip

from flask import Flask, Response

from companion.web.assets import accepts_gzip

WORTH_IT = 1024
"""Bytes under which compression costs more than it saves."""
LEVEL = 6
"""A millisecond more than level 4 for the longest guide, which then fits a first visit of 50 kB."""


def compress_pages(app: Flask) -> None:
    """Compress HTML answers over one kilobyte for browsers that ask for it.

    No page so far holds a secret beside what a stranger can choose (BREACH);
    the page that will must leave itself out.
    """

    @app.after_request
    def _compress(answer: Response) -> Response:
        if answer.mimetype != "text/html" or answer.is_streamed or "Content-Encoding" in answer.headers:
            return answer
        answer.headers["Vary"] = ", ".join([*answer.headers.getlist("Vary"), "Accept-Encoding"])
        body = answer.get_data()
        if len(body) >= WORTH_IT and accepts_gzip():
            answer.set_data(gzip.compress(body, LEVEL, mtime=0))
            answer.headers["Content-Encoding"] = "gzip"
        return answer
