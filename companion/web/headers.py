"""The headers of every answer: what a browser may do with our pages, and nothing else."""

from flask import Flask, Response

POLICY = (
    "default-src 'none'; "
    "script-src 'self'; "
    "style-src 'self'; "
    "img-src 'self'; "
    "connect-src 'self'; "
    "form-action 'self'; "
    "base-uri 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "no-store",
}


def guard_headers(app: Flask) -> None:
    """Put the headers on each answer of the application, faults included."""

    @app.after_request
    def _set(answer: Response) -> Response:
        said = {name.lower() for name, _ in answer.headers}
        answer.headers.extend([pair for pair in HEADERS.items() if pair[0].lower() not in said])
        return answer
