"""The objects of a spreadsheet, field by field, and the words of their enumerations.

One line a message: ``field:type`` pairs. A type is ``string``, ``int``, ``number``, ``bool``, ``mask``, ``scalar`` or
``values`` (rows of plain values), ``=Enum``, the name of a message, ``[type]`` for a list, ``{type}`` for a map, and
``-`` for a field that Google has and the embedded sheet does not keep.

Source: Google's discovery document of Sheets v4, which a test compares with this table.
"""

from typing import Final

OBJECTS: Final[dict[str, str]] = {
    "BandedRange": (
        "bandedRangeId:int bandedRangeReference:- columnProperties:BandingProperties range:GridRange "
        "rowProperties:BandingProperties"
    ),
    "BandingProperties": (
        "firstBandColor:Color firstBandColorStyle:ColorStyle footerColor:Color footerColorStyle:ColorStyle "
        "headerColor:Color headerColorStyle:ColorStyle secondBandColor:Color secondBandColorStyle:ColorStyle"
    ),
    "BasicFilter": (
        "criteria:{FilterCriteria} filterSpecs:[FilterSpec] range:GridRange sortSpecs:[SortSpec] tableId:-"
    ),
    "BooleanCondition": "type:=ConditionType values:[ConditionValue]",
    "BooleanRule": "condition:BooleanCondition format:CellFormat",
    "Border": "color:Color colorStyle:ColorStyle style:=BorderStyle width:int",
    "Borders": "bottom:Border left:Border right:Border top:Border",
    "CellData": (
        "chipRuns:- dataSourceFormula:- dataSourceTable:- dataValidation:DataValidationRule "
        "effectiveFormat:CellFormat effectiveValue:ExtendedValue formattedValue:string hyperlink:string "
        "note:string pivotTable:- textFormatRuns:- userEnteredFormat:CellFormat userEnteredValue:ExtendedValue"
    ),
    "CellFormat": (
        "backgroundColor:Color backgroundColorStyle:ColorStyle borders:Borders "
        "horizontalAlignment:=HorizontalAlignment hyperlinkDisplayType:=HyperlinkDisplayType "
        "numberFormat:NumberFormat padding:Padding textDirection:=TextDirection textFormat:TextFormat "
        "textRotation:TextRotation verticalAlignment:=VerticalAlignment wrapStrategy:=WrapStrategy"
    ),
    "Color": "alpha:number blue:number green:number red:number",
    "ColorStyle": "rgbColor:Color themeColor:=ThemeColor",
    "ConditionValue": "relativeDate:=RelativeDate userEnteredValue:string",
    "ConditionalFormatRule": "booleanRule:BooleanRule gradientRule:GradientRule ranges:[GridRange]",
    "DataFilter": "a1Range:string developerMetadataLookup:DeveloperMetadataLookup gridRange:GridRange",
    "DataFilterValueRange": "dataFilter:DataFilter majorDimension:=Dimension values:values",
    "DataValidationRule": "condition:BooleanCondition inputMessage:string showCustomUi:bool strict:bool",
    "DeveloperMetadata": (
        "location:DeveloperMetadataLocation metadataId:int metadataKey:string metadataValue:string "
        "visibility:=Visibility"
    ),
    "DeveloperMetadataLocation": (
        "dimensionRange:DimensionRange locationType:=LocationType sheetId:int spreadsheet:bool"
    ),
    "DeveloperMetadataLookup": (
        "locationMatchingStrategy:=LocationMatchingStrategy locationType:=LocationType metadataId:int "
        "metadataKey:string metadataLocation:DeveloperMetadataLocation metadataValue:string "
        "visibility:=Visibility"
    ),
    "DimensionProperties": (
        "dataSourceColumnReference:- developerMetadata:[DeveloperMetadata] hiddenByFilter:bool hiddenByUser:bool "
        "pixelSize:int"
    ),
    "DimensionRange": "dimension:=Dimension endIndex:int sheetId:int startIndex:int",
    "Editors": "domainUsersCanEdit:bool groups:[string] users:[string]",
    "ErrorValue": "message:string type:=ErrorValueType",
    "ExtendedValue": "boolValue:bool errorValue:ErrorValue formulaValue:string numberValue:number stringValue:string",
    "FilterCriteria": (
        "condition:BooleanCondition hiddenValues:[string] visibleBackgroundColor:Color "
        "visibleBackgroundColorStyle:ColorStyle visibleForegroundColor:Color "
        "visibleForegroundColorStyle:ColorStyle"
    ),
    "FilterSpec": "columnIndex:int dataSourceColumnReference:- filterCriteria:FilterCriteria",
    "FilterView": (
        "criteria:{FilterCriteria} filterSpecs:[FilterSpec] filterViewId:int namedRangeId:- range:GridRange "
        "sortSpecs:[SortSpec] tableId:- title:string"
    ),
    "GradientRule": "maxpoint:InterpolationPoint midpoint:InterpolationPoint minpoint:InterpolationPoint",
    "GridCoordinate": "columnIndex:int rowIndex:int sheetId:int",
    "GridData": (
        "columnMetadata:[DimensionProperties] rowData:[RowData] rowMetadata:[DimensionProperties] startColumn:int "
        "startRow:int"
    ),
    "GridProperties": (
        "columnCount:int columnGroupControlAfter:bool frozenColumnCount:int frozenRowCount:int hideGridlines:bool "
        "rowCount:int rowGroupControlAfter:bool"
    ),
    "GridRange": "endColumnIndex:int endRowIndex:int sheetId:int startColumnIndex:int startRowIndex:int",
    "InterpolationPoint": "color:Color colorStyle:ColorStyle type:=InterpolationPointType value:string",
    "IterativeCalculationSettings": "convergenceThreshold:number maxIterations:int",
    "Link": "uri:string",
    "MatchedDeveloperMetadata": "dataFilters:[DataFilter] developerMetadata:DeveloperMetadata",
    "MatchedValueRange": "dataFilters:[DataFilter] valueRange:ValueRange",
    "NamedRange": "name:string namedRangeId:string range:GridRange",
    "NumberFormat": "pattern:string type:=NumberFormatType",
    "Padding": "bottom:int left:int right:int top:int",
    "ProtectedRange": (
        "description:string editors:Editors namedRangeId:- protectedRangeId:int range:GridRange "
        "requestingUserCanEdit:bool tableId:- unprotectedRanges:[GridRange] warningOnly:bool"
    ),
    "RowData": "values:[CellData]",
    "Sheet": (
        "bandedRanges:[BandedRange] basicFilter:BasicFilter charts:- columnGroups:- commentAnchors:- "
        "conditionalFormats:[ConditionalFormatRule] data:[GridData] developerMetadata:[DeveloperMetadata] "
        "filterViews:[FilterView] merges:[GridRange] properties:SheetProperties protectedRanges:[ProtectedRange] "
        "rowGroups:- slicers:- tables:-"
    ),
    "SheetProperties": (
        "dataSourceSheetProperties:- gridProperties:GridProperties hidden:bool index:int rightToLeft:bool "
        "sheetId:int sheetType:=SheetType tabColor:Color tabColorStyle:ColorStyle title:string"
    ),
    "SortSpec": (
        "backgroundColor:Color backgroundColorStyle:ColorStyle dataSourceColumnReference:- dimensionIndex:int "
        "foregroundColor:Color foregroundColorStyle:ColorStyle sortOrder:=SortOrder"
    ),
    "Spreadsheet": (
        "comments:- commentsViewMode:- dataSourceSchedules:- dataSources:- developerMetadata:[DeveloperMetadata] "
        "namedRanges:[NamedRange] properties:SpreadsheetProperties sheets:[Sheet] spreadsheetId:string "
        "spreadsheetUrl:string"
    ),
    "SpreadsheetProperties": (
        "autoRecalc:=AutoRecalc defaultFormat:CellFormat importFunctionsExternalUrlAccessAllowed:bool "
        "iterativeCalculationSettings:IterativeCalculationSettings locale:string "
        "spreadsheetTheme:SpreadsheetTheme timeZone:string title:string"
    ),
    "SpreadsheetTheme": "primaryFontFamily:string themeColors:[ThemeColorPair]",
    "TextFormat": (
        "bold:bool fontFamily:string fontSize:int foregroundColor:Color foregroundColorStyle:ColorStyle "
        "italic:bool link:Link strikethrough:bool underline:bool"
    ),
    "TextRotation": "angle:int vertical:bool",
    "ThemeColorPair": "color:ColorStyle colorType:=ThemeColor",
    "ValueRange": "majorDimension:=Dimension range:string values:values",
}

ENUMS: Final[dict[str, str]] = {
    "AutoRecalc": "ON_CHANGE MINUTE HOUR",
    "BorderStyle": "DOTTED DASHED SOLID SOLID_MEDIUM SOLID_THICK NONE DOUBLE",
    "ConditionType": (
        "NUMBER_GREATER NUMBER_GREATER_THAN_EQ NUMBER_LESS NUMBER_LESS_THAN_EQ NUMBER_EQ NUMBER_NOT_EQ "
        "NUMBER_BETWEEN NUMBER_NOT_BETWEEN TEXT_CONTAINS TEXT_NOT_CONTAINS TEXT_STARTS_WITH TEXT_ENDS_WITH "
        "TEXT_EQ TEXT_IS_EMAIL TEXT_IS_URL DATE_EQ DATE_BEFORE DATE_AFTER DATE_ON_OR_BEFORE DATE_ON_OR_AFTER "
        "DATE_BETWEEN DATE_NOT_BETWEEN DATE_IS_VALID ONE_OF_RANGE ONE_OF_LIST BLANK NOT_BLANK CUSTOM_FORMULA "
        "BOOLEAN TEXT_NOT_EQ DATE_NOT_EQ FILTER_EXPRESSION"
    ),
    "DateTimeRenderOption": "SERIAL_NUMBER FORMATTED_STRING",
    "Dimension": "ROWS COLUMNS",
    "ErrorValueType": "ERROR NULL_VALUE DIVIDE_BY_ZERO VALUE REF NAME NUM N_A LOADING",
    "HorizontalAlignment": "LEFT CENTER RIGHT",
    "HyperlinkDisplayType": "LINKED PLAIN_TEXT",
    "InterpolationPointType": "MIN MAX NUMBER PERCENT PERCENTILE",
    "LocationMatchingStrategy": "EXACT_LOCATION INTERSECTING_LOCATION",
    "LocationType": "ROW COLUMN SHEET SPREADSHEET",
    "MergeType": "MERGE_ALL MERGE_COLUMNS MERGE_ROWS",
    "NumberFormatType": "TEXT NUMBER PERCENT CURRENCY DATE TIME DATE_TIME SCIENTIFIC",
    "PasteOrientation": "NORMAL TRANSPOSE",
    "PasteType": (
        "PASTE_NORMAL PASTE_VALUES PASTE_FORMAT PASTE_NO_BORDERS PASTE_FORMULA PASTE_DATA_VALIDATION "
        "PASTE_CONDITIONAL_FORMATTING"
    ),
    "RelativeDate": "PAST_YEAR PAST_MONTH PAST_WEEK YESTERDAY TODAY TOMORROW",
    "SheetType": "GRID OBJECT DATA_SOURCE",
    "SortOrder": "ASCENDING DESCENDING",
    "TextDirection": "LEFT_TO_RIGHT RIGHT_TO_LEFT",
    "ThemeColor": "TEXT BACKGROUND ACCENT1 ACCENT2 ACCENT3 ACCENT4 ACCENT5 ACCENT6 LINK",
    "ValueInputOption": "RAW USER_ENTERED",
    "ValueRenderOption": "FORMATTED_VALUE UNFORMATTED_VALUE FORMULA",
    "VerticalAlignment": "TOP MIDDLE BOTTOM",
    "Visibility": "DOCUMENT PROJECT",
    "WrapStrategy": "OVERFLOW_CELL LEGACY_WRAP CLIP WRAP",
}
