"""A place in an S3 bucket: objects that are written once, and one that is exchanged only where nobody else did.

Endpoint, region and keys are boto's: AWS_ENDPOINT_URL, AWS_ACCESS_KEY_ID, AWS_PROFILE and so on. None is kept or shown.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Container, Iterable, Iterator
from contextlib import contextmanager
from email.utils import parsedate_to_datetime
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from corpora import InputError, Text, _

_NO_KEYS = _("there are no keys; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE")
_NO_BUCKET = _("there is no such bucket; make it, or check its name and AWS_ENDPOINT_URL")
_SILENT = _("it does not answer, or not to the end; check the network and AWS_ENDPOINT_URL, then repeat the command")
_REFUSED = {
    "NoSuchBucket": _NO_BUCKET,
    "InvalidBucketName": _NO_BUCKET,
    **dict.fromkeys(
        ("AccessDenied", "403", "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken"),
        _("the keys are refused; they have to allow reading, writing and listing there"),
    ),
    "404": _("what answers there is no store of this kind; check AWS_ENDPOINT_URL"),
}
_MISSING = ("NoSuchKey", "404")
_CHANGED = ("PreconditionFailed", "ConditionalRequestConflict", "412", "409", *_MISSING)
"""What a write is refused with whose condition does not hold; an object that is gone is another one, too."""
_CONNECT, _READ = 10, 60  # seconds that boto waits for the endpoint to take a connection, and for more of an answer
Answer = TypeVar("Answer")


class Bucket:
    """Objects under `address`, s3://BUCKET/PREFIX, with an `id`; methods raise InputError where the store refuses."""

    def __init__(self, address: str) -> None:
        try:
            import boto3
            from boto3.s3.transfer import TransferConfig
            from botocore.config import Config
        except ImportError as error:
            raise InputError('{address}: needs boto3: pip install "boto3>=1.36"', address=address) from error
        self.address = address
        self._bucket, _slash, prefix = address.removeprefix("s3://").partition("/")
        self._prefix = f"{prefix.strip('/')}/" if prefix.strip("/") else ""
        # One thread for a file: of many files several are under way at once.
        self._transfer = TransferConfig(use_threads=False)
        waits = Config(connect_timeout=_CONNECT, read_timeout=_READ, retries={"mode": "standard"})
        with self._told():
            try:
                self._client: Any = boto3.client("s3", config=waits)
            except ValueError as error:
                raise InputError(
                    "{address}: boto cannot use AWS_ENDPOINT_URL; write it as in https://s3.example.org",
                    address=address,
                ) from error
        place = f"{self._client.meta.endpoint_url}\0{self._bucket}\0{self._prefix}"
        self.id = f"{self._bucket}-{hashlib.sha256(place.encode()).hexdigest()[:16]}"

    def read(self, key: str) -> tuple[bytes, str] | None:
        """An object's content and its tag; None where there is none."""

        def ask() -> tuple[bytes, str]:
            answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + key)
            return answer["Body"].read(), answer["ETag"]

        return self._asked(ask, ("NoSuchKey",))  # a bare 404 is of something else that answers there

    def exchange(self, key: str, data: bytes, tag: str | None) -> bool:
        """Write an object where it is still the one with that tag, or is not there yet; False where it is not so."""
        condition = {"IfNoneMatch": "*"} if tag is None else {"IfMatch": tag}
        put = partial(self._client.put_object, Bucket=self._bucket, Key=self._prefix + key, Body=data, **condition)
        return self._asked(put, _CHANGED) is not None

    def check_conditions(self) -> None:
        """Raise InputError where the store takes a write whose condition does not hold: two writers would lose work."""
        key = f"conditions/{secrets.token_hex(8)}"
        taken = [self.exchange(key, b"", tag) for tag in (None, None, '"0"')]
        self.delete([key])
        if taken != [True, False, False]:
            raise InputError(
                "{address}: the store does not heed conditions on writing (If-Match, If-None-Match), so that two"
                " machines would undo each other's work; use one that does, as AWS and MinIO do",
                address=self.address,
            )

    def upload(self, key: str, path: Path) -> None:
        """Write a file to an object."""
        with self._told():
            self._client.upload_file(str(path), self._bucket, self._prefix + key, Config=self._transfer)

    def write(self, key: str, data: bytes) -> None:
        """Write an object."""
        with self._told():
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + key, Body=data)

    def download(self, key: str, path: Path) -> bool:
        """Write an object to a file; False where there is none."""

        def ask() -> bool:
            self._client.download_file(self._bucket, self._prefix + key, str(path), Config=self._transfer)
            return True

        return bool(self._asked(ask, _MISSING))

    def older(self, prefix: str, seconds: float) -> Iterator[str]:
        """Keys that begin so and were written longer ago, by the store's own clock."""
        with self._told():
            pages = self._client.get_paginator("list_objects_v2").paginate(
                Bucket=self._bucket, Prefix=self._prefix + prefix
            )
            for page in pages:
                now = parsedate_to_datetime(page["ResponseMetadata"]["HTTPHeaders"]["date"])
                for found in page.get("Contents", ()):
                    if (now - found["LastModified"]).total_seconds() >= seconds:
                        yield found["Key"].removeprefix(self._prefix)

    def delete(self, keys: Iterable[str]) -> None:
        """Remove objects."""
        with self._told():
            for key in keys:
                self._client.delete_object(Bucket=self._bucket, Key=self._prefix + key)

    def _asked(self, ask: Callable[[], Answer], but: Container[str]) -> Answer | None:
        """What the store answers, None where it refuses with one of these codes."""
        from botocore.exceptions import ClientError

        with self._told():
            try:
                return ask()
            except ClientError as error:
                if _code(error) not in but:
                    raise
                return None

    @contextmanager
    def _told(self) -> Iterator[None]:
        from boto3.exceptions import Boto3Error
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            yield
        except (BotoCoreError, ClientError, Boto3Error) as error:
            raise InputError("{address}: {reason}", address=self.address, reason=_reason(error)) from error


def _code(error: Any) -> str:  # noqa: ANN401 - boto has no types
    return str(error.response.get("Error", {}).get("Code", ""))


def _reason(error: BaseException) -> Text:
    """What is wrong and how to mend it; boto's own words may name keys."""
    from boto3.exceptions import Boto3Error, RetriesExceededError
    from botocore import exceptions as boto

    if isinstance(error, RetriesExceededError):
        return _SILENT
    if isinstance(error, Boto3Error) and error.__context__ is not None:
        return _reason(error.__context__)  # of an upload or download, which wraps what went wrong
    if isinstance(error, boto.ClientError):
        known = _REFUSED.get(_code(error))
        return known or _("the store refuses it ({code}); repeat the command later", code=_code(error))
    if isinstance(
        error,
        boto.NoCredentialsError | boto.PartialCredentialsError | boto.CredentialRetrievalError | boto.ProfileNotFound,
    ):
        return _NO_KEYS
    if isinstance(error, boto.HTTPClientError | boto.ConnectionError | boto.IncompleteReadError):
        return _SILENT
    if isinstance(error, boto.ParamValidationError):
        return _NO_BUCKET
    return _("boto cannot use it ({kind}); check the AWS_… variables", kind=type(error).__name__)
