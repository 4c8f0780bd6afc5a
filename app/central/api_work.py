"""What a desk asks of the central: its work list, a whole case, a page of it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from app.central.api_accounts import Acting
from app.central.asking import Here
from app.central.errors import Unknown
from app.central.incoming import SHA256
from sync.wire import Carriage, CarriageQuery, CaseFile, WorkList, WorkQuery

router = APIRouter(prefix="/v1")


@router.get("/work")
def work_list(query: Annotated[WorkQuery, Query()], central: Here, acting: Acting) -> WorkList:
    """The cases that fit and are the reader's to see, most urgent first."""
    return central.work.of(query, acting)


@router.get("/carriage")
def carriage(query: Annotated[CarriageQuery, Query()], central: Here, acting: Acting) -> Carriage:
    """Papers at the reader's desk, and those under way to it and from it."""
    return central.carrying.of(query, acting)


@router.get("/files/{case_id}")
def file_by_id(case_id: Annotated[str, Path(max_length=36)], central: Here, acting: Acting) -> CaseFile:
    """A whole case."""
    return central.files.by_id(case_id, acting)


@router.get("/files/{case_id}/pages/{sha256}", response_class=Response)
def page_of_file(
    case_id: Annotated[str, Path(max_length=36)],
    sha256: Annotated[str, Path(pattern=SHA256)],
    central: Here,
    acting: Acting,
) -> Response:
    """A page of a case."""
    central.files.needs(case_id, sha256, acting)
    return _guarded(*central.blobs.content(sha256))


@router.get("/samples/{sha256}", response_class=Response)
def sample(sha256: Annotated[str, Path(pattern=SHA256)], central: Here) -> Response:
    """A sample picture that the catalogue in force names for a material: for every enrolled window."""
    if not any(material.sample == sha256 for item in central.catalogue.items for material in item.materials):
        raise Unknown("not_found", "No material has that sample.")
    return _guarded(*central.blobs.content(sha256))


def _guarded(page: bytes, media_type: str) -> Response:
    """Pages come from scanners and sticks: a browser must neither guess nor run them."""
    guarded = {"X-Content-Type-Options": "nosniff", "Content-Disposition": "attachment"}
    return Response(page, media_type=media_type, headers=guarded)
