"""``spreadsheets.batchUpdate``: requests in order, all of them or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final, TypeAlias

from kaizen.sheets_local import (
    cell_requests,
    copying,
    data_filters,
    dimensions,
    find_replace,
    object_requests,
    sheet_requests,
    sorting,
)
from kaizen.sheets_local.editing import Draft
from kaizen.sheets_local.refusals import Refusal, bad_request

if TYPE_CHECKING:
    from kaizen.sheets_local.wire import Message

Handler: TypeAlias = Callable[[Draft, "Message"], "Message"]

REQUEST_LIMIT: Final = 100_000

HANDLERS: Final[dict[str, Handler]] = {
    "addBanding": object_requests.add_banding,
    "addConditionalFormatRule": object_requests.add_conditional_format_rule,
    "addFilterView": object_requests.add_filter_view,
    "addNamedRange": object_requests.add_named_range,
    "addProtectedRange": object_requests.add_protected_range,
    "addSheet": sheet_requests.add_sheet,
    "appendCells": cell_requests.append_cells,
    "appendDimension": dimensions.append_dimension,
    "autoResizeDimensions": dimensions.auto_resize_dimensions,
    "clearBasicFilter": object_requests.clear_basic_filter,
    "copyPaste": copying.copy_paste,
    "createDeveloperMetadata": data_filters.create_developer_metadata,
    "deleteDeveloperMetadata": data_filters.delete_developer_metadata,
    "deleteDimension": dimensions.delete_dimension,
    "deleteNamedRange": object_requests.delete_named_range,
    "deleteProtectedRange": object_requests.delete_protected_range,
    "deleteSheet": sheet_requests.delete_sheet,
    "duplicateSheet": copying.duplicate_sheet,
    "findReplace": find_replace.find_replace,
    "insertDimension": dimensions.insert_dimension,
    "mergeCells": cell_requests.merge_cells,
    "moveDimension": dimensions.move_dimension,
    "repeatCell": cell_requests.repeat_cell,
    "setBasicFilter": object_requests.set_basic_filter,
    "setDataValidation": cell_requests.set_data_validation,
    "sortRange": sorting.sort_range,
    "unmergeCells": cell_requests.unmerge_cells,
    "updateCells": cell_requests.update_cells,
    "updateDimensionProperties": dimensions.update_dimension_properties,
    "updateNamedRange": object_requests.update_named_range,
    "updateSheetProperties": sheet_requests.update_sheet_properties,
    "updateSpreadsheetProperties": sheet_requests.update_spreadsheet_properties,
}


def apply(draft: Draft, requests: list[Message]) -> list[Message]:
    """Carry out the requests on a draft and return one reply each, empty where there is nothing to tell.

    Raises:
        Refusal: 400 with the index and the kind of the request that cannot be done; the draft is to be dropped.
    """
    if not requests:
        raise bad_request("Must specify at least one request.")
    if len(requests) > REQUEST_LIMIT:
        raise bad_request(f"Cannot exceed {REQUEST_LIMIT} requests in a single batch.")
    return [_one(draft, index, request) for index, request in enumerate(requests)]


def _one(draft: Draft, index: int, request: Message) -> Message:
    kind = next(iter(request), None)
    if kind is None:
        raise bad_request("No request set.").within(f"requests[{index}]")
    try:
        return HANDLERS[kind](draft, request[kind])
    except Refusal as refusal:
        raise refusal.within(f"requests[{index}].{kind}") from None
