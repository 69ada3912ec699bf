"""Is this zip package safe to open? Sizes are looked at before anything is unpacked."""

from __future__ import annotations

import zipfile
import zlib
from io import BytesIO

from auditor.errors import InputError
from auditor.limits import limit

MAX_MEMBERS = limit("AUDITOR_MAX_MEMBERS")
MAX_UNPACKED = limit("AUDITOR_MAX_UNPACKED_MB") * 1024**2
MAX_XML = limit("AUDITOR_MAX_XML_MB") * 1024**2
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROLOG = 2048
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def open_package(name: str, data: bytes, kind: str) -> zipfile.ZipFile:
    """The members of an Office package. ``kind`` is docx or xlsx, for the sentence that refuses.

    :raises InputError: it is protected by a password, not a zip file, damaged, or unpacks to more than a report can be.
    """
    if is_encrypted(data):
        raise protected(name)
    try:
        package = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise InputError(
            f"{name}：不是有效的 {kind} 文件，或文件已损坏。", f"{name}: this is not a {kind} file, or it is damaged."
        ) from error
    members = package.infolist()
    unpacked = sum(member.file_size for member in members)
    xml = sum(member.file_size for member in members if member.filename.endswith((".xml", ".rels")))
    if len(members) > MAX_MEMBERS or unpacked > MAX_UNPACKED or xml > MAX_XML:
        raise InputError(
            f"{name}：解压后过大（{unpacked // 1024**2} MB），不像是一份报告，未读取。",
            f"{name}: it unpacks to {unpacked // 1024**2} MB, more than a report can be; it was not read.",
        )
    for member in members:
        if member.filename.endswith(".xml") and b"<!DOCTYPE" in _beginning(package, member):
            raise InputError(
                f"{name}：{member.filename} 带有 DTD 声明，Office 文件不应有，为安全起见未读取。",
                f"{name}: {member.filename} declares a DTD, which no Office file does; for safety it was not read.",
            )
    return package


def _beginning(package: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    try:
        with package.open(member) as stream:
            return stream.read(_PROLOG)
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, RuntimeError, NotImplementedError):
        return b""  # the reader will say that it is damaged


def is_encrypted(data: bytes) -> bool:
    """True for an Office package that is locked by a password (an OLE2 container around it)."""
    return data.startswith(OLE) and _ENCRYPTED in data


def protected(name: str) -> InputError:
    return InputError(
        f"{name}：文件有密码保护，请先去除密码再检查。",
        f"{name}: the file is protected by a password; remove it first.",
    )
