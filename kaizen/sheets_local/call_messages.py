"""The calls of the Sheets API and their answers, field by field.

One line a message: ``field:type`` pairs. A type is ``string``, ``int``, ``number``, ``bool``, ``mask``, ``scalar`` or
``values`` (rows of plain values), ``=Enum``, the name of a message, ``[type]`` for a list, ``{type}`` for a map, and
``-`` for a field that Google has and the embedded sheet does not keep.

Source: Google's discovery document of Sheets v4, which a test compares with this table.
"""

from typing import Final

CALLS: Final[dict[str, str]] = {
    "AddBandingRequest": "bandedRange:BandedRange",
    "AddBandingResponse": "bandedRange:BandedRange",
    "AddConditionalFormatRuleRequest": "index:int rule:ConditionalFormatRule",
    "AddFilterViewRequest": "filter:FilterView",
    "AddFilterViewResponse": "filter:FilterView",
    "AddNamedRangeRequest": "namedRange:NamedRange",
    "AddNamedRangeResponse": "namedRange:NamedRange",
    "AddProtectedRangeRequest": "protectedRange:ProtectedRange",
    "AddProtectedRangeResponse": "protectedRange:ProtectedRange",
    "AddSheetRequest": "properties:SheetProperties",
    "AddSheetResponse": "properties:SheetProperties",
    "AppendCellsRequest": "fields:mask rows:[RowData] sheetId:int tableId:-",
    "AppendDimensionRequest": "dimension:=Dimension length:int sheetId:int",
    "AppendValuesResponse": "spreadsheetId:string tableRange:string updates:UpdateValuesResponse",
    "AutoResizeDimensionsRequest": "dataSourceSheetDimensions:- dimensions:DimensionRange",
    "BatchClearValuesByDataFilterRequest": "dataFilters:[DataFilter]",
    "BatchClearValuesByDataFilterResponse": "clearedRanges:[string] spreadsheetId:string",
    "BatchClearValuesRequest": "ranges:[string]",
    "BatchClearValuesResponse": "clearedRanges:[string] spreadsheetId:string",
    "BatchGetValuesByDataFilterRequest": (
        "dataFilters:[DataFilter] dateTimeRenderOption:=DateTimeRenderOption majorDimension:=Dimension "
        "valueRenderOption:=ValueRenderOption"
    ),
    "BatchGetValuesByDataFilterResponse": "spreadsheetId:string valueRanges:[MatchedValueRange]",
    "BatchGetValuesResponse": "spreadsheetId:string valueRanges:[ValueRange]",
    "BatchUpdateSpreadsheetRequest": (
        "commentsViewMode:- includeSpreadsheetInResponse:bool requests:[Request] responseIncludeGridData:bool "
        "responseRanges:[string]"
    ),
    "BatchUpdateSpreadsheetResponse": (
        "commentUpdateState:- replies:[Response] spreadsheetId:string updatedSpreadsheet:Spreadsheet"
    ),
    "BatchUpdateValuesByDataFilterRequest": (
        "data:[DataFilterValueRange] includeValuesInResponse:bool "
        "responseDateTimeRenderOption:=DateTimeRenderOption responseValueRenderOption:=ValueRenderOption "
        "valueInputOption:=ValueInputOption"
    ),
    "BatchUpdateValuesByDataFilterResponse": (
        "responses:[UpdateValuesByDataFilterResponse] spreadsheetId:string totalUpdatedCells:int "
        "totalUpdatedColumns:int totalUpdatedRows:int totalUpdatedSheets:int"
    ),
    "BatchUpdateValuesRequest": (
        "data:[ValueRange] includeValuesInResponse:bool responseDateTimeRenderOption:=DateTimeRenderOption "
        "responseValueRenderOption:=ValueRenderOption valueInputOption:=ValueInputOption"
    ),
    "BatchUpdateValuesResponse": (
        "responses:[UpdateValuesResponse] spreadsheetId:string totalUpdatedCells:int totalUpdatedColumns:int "
        "totalUpdatedRows:int totalUpdatedSheets:int"
    ),
    "ClearBasicFilterRequest": "sheetId:int",
    "ClearValuesRequest": "",
    "ClearValuesResponse": "clearedRange:string spreadsheetId:string",
    "CopyPasteRequest": (
        "destination:GridRange pasteOrientation:=PasteOrientation pasteType:=PasteType source:GridRange"
    ),
    "CreateDeveloperMetadataRequest": "developerMetadata:DeveloperMetadata",
    "CreateDeveloperMetadataResponse": "developerMetadata:DeveloperMetadata",
    "DeleteDeveloperMetadataRequest": "dataFilter:DataFilter",
    "DeleteDeveloperMetadataResponse": "deletedDeveloperMetadata:[DeveloperMetadata]",
    "DeleteDimensionRequest": "range:DimensionRange",
    "DeleteNamedRangeRequest": "namedRangeId:string",
    "DeleteProtectedRangeRequest": "protectedRangeId:int",
    "DeleteSheetRequest": "sheetId:int",
    "DuplicateSheetRequest": "insertSheetIndex:int newSheetId:int newSheetName:string sourceSheetId:int",
    "DuplicateSheetResponse": "properties:SheetProperties",
    "FindReplaceRequest": (
        "allSheets:bool find:string includeFormulas:bool matchCase:bool matchEntireCell:bool range:GridRange "
        "replacement:string searchByRegex:bool sheetId:int"
    ),
    "FindReplaceResponse": (
        "formulasChanged:int occurrencesChanged:int rowsChanged:int sheetsChanged:int valuesChanged:int"
    ),
    "GetSpreadsheetByDataFilterRequest": (
        "commentsViewMode:- dataFilters:[DataFilter] excludeTablesInBandedRanges:bool includeGridData:bool"
    ),
    "InsertDimensionRequest": "inheritFromBefore:bool range:DimensionRange",
    "MergeCellsRequest": "mergeType:=MergeType range:GridRange",
    "MoveDimensionRequest": "destinationIndex:int source:DimensionRange",
    "RepeatCellRequest": "cell:CellData fields:mask range:GridRange",
    "Request": (
        "addBanding:AddBandingRequest addConditionalFormatRule:AddConditionalFormatRuleRequest "
        "addFilterView:AddFilterViewRequest addNamedRange:AddNamedRangeRequest "
        "addProtectedRange:AddProtectedRangeRequest addSheet:AddSheetRequest appendCells:AppendCellsRequest "
        "appendDimension:AppendDimensionRequest autoResizeDimensions:AutoResizeDimensionsRequest "
        "clearBasicFilter:ClearBasicFilterRequest copyPaste:CopyPasteRequest "
        "createDeveloperMetadata:CreateDeveloperMetadataRequest "
        "deleteDeveloperMetadata:DeleteDeveloperMetadataRequest deleteDimension:DeleteDimensionRequest "
        "deleteNamedRange:DeleteNamedRangeRequest deleteProtectedRange:DeleteProtectedRangeRequest "
        "deleteSheet:DeleteSheetRequest duplicateSheet:DuplicateSheetRequest findReplace:FindReplaceRequest "
        "insertDimension:InsertDimensionRequest "
        "mergeCells:MergeCellsRequest moveDimension:MoveDimensionRequest repeatCell:RepeatCellRequest "
        "setBasicFilter:SetBasicFilterRequest setDataValidation:SetDataValidationRequest "
        "sortRange:SortRangeRequest unmergeCells:UnmergeCellsRequest updateCells:UpdateCellsRequest "
        "updateDimensionProperties:UpdateDimensionPropertiesRequest updateNamedRange:UpdateNamedRangeRequest "
        "updateSheetProperties:UpdateSheetPropertiesRequest "
        "updateSpreadsheetProperties:UpdateSpreadsheetPropertiesRequest addChart:- addCommentReply:- "
        "addDataSource:- addDimensionGroup:- addSlicer:- addTable:- autoFill:- cancelDataSourceRefresh:- "
        "cutPaste:- deleteBanding:- deleteComment:- deleteCommentReply:- "
        "deleteConditionalFormatRule:- deleteDataSource:- deleteDimensionGroup:- deleteDuplicates:- "
        "deleteEmbeddedObject:- deleteFilterView:- deleteRange:- deleteTable:- duplicateFilterView:- "
        "insertComment:- insertRange:- pasteData:- randomizeRange:- refreshDataSource:- "
        "textToColumns:- trimWhitespace:- updateBanding:- updateBorders:- updateChartSpec:- updateCommentPost:- "
        "updateConditionalFormatRule:- updateDataSource:- updateDeveloperMetadata:- updateDimensionGroup:- "
        "updateEmbeddedObjectBorder:- updateEmbeddedObjectPosition:- updateFilterView:- updateProtectedRange:- "
        "updateSlicerSpec:- updateTable:-"
    ),
    "Response": (
        "addBanding:AddBandingResponse addFilterView:AddFilterViewResponse addNamedRange:AddNamedRangeResponse "
        "addProtectedRange:AddProtectedRangeResponse addSheet:AddSheetResponse "
        "createDeveloperMetadata:CreateDeveloperMetadataResponse "
        "deleteDeveloperMetadata:DeleteDeveloperMetadataResponse duplicateSheet:DuplicateSheetResponse "
        "findReplace:FindReplaceResponse"
    ),
    "SearchDeveloperMetadataRequest": "dataFilters:[DataFilter]",
    "SearchDeveloperMetadataResponse": "matchedDeveloperMetadata:[MatchedDeveloperMetadata]",
    "SetBasicFilterRequest": "filter:BasicFilter",
    "SetDataValidationRequest": "filteredRowsIncluded:bool range:GridRange rule:DataValidationRule",
    "SortRangeRequest": "range:GridRange sortSpecs:[SortSpec]",
    "UnmergeCellsRequest": "range:GridRange",
    "UpdateCellsRequest": "fields:mask range:GridRange rows:[RowData] start:GridCoordinate",
    "UpdateDimensionPropertiesRequest": (
        "dataSourceSheetRange:- fields:mask properties:DimensionProperties range:DimensionRange"
    ),
    "UpdateNamedRangeRequest": "fields:mask namedRange:NamedRange",
    "UpdateSheetPropertiesRequest": "fields:mask properties:SheetProperties",
    "UpdateSpreadsheetPropertiesRequest": "fields:mask properties:SpreadsheetProperties",
    "UpdateValuesByDataFilterResponse": (
        "dataFilter:DataFilter updatedCells:int updatedColumns:int updatedData:ValueRange updatedRange:string "
        "updatedRows:int"
    ),
    "UpdateValuesResponse": (
        "spreadsheetId:string updatedCells:int updatedColumns:int updatedData:ValueRange updatedRange:string "
        "updatedRows:int"
    ),
}
