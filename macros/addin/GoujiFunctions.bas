Attribute VB_Name = "GoujiFunctions"
Option Explicit

' Made from src/gouji/functions/cards.toml by: python -m addin.wrappers

Public Function GJ_CHANGE(current As Variant, prior As Variant) As Variant
    On Error GoTo missing
    GJ_CHANGE = GoujiCells(XLPy.CallUDF("gouji.live.udfs", "GJ_CHANGE", _
        Array(current, prior), ThisWorkbook, Application.Caller))
    Exit Function
missing:
    GJ_CHANGE = CVErr(xlErrName)
End Function

Public Function GJ_GROWTH(current As Variant, prior As Variant, Optional if_zero As Variant) As Variant
    On Error GoTo missing
    GJ_GROWTH = GoujiCells(XLPy.CallUDF("gouji.live.udfs", "GJ_GROWTH", _
        Array(current, prior, if_zero), ThisWorkbook, Application.Caller))
    Exit Function
missing:
    GJ_GROWTH = CVErr(xlErrName)
End Function

Public Function GJ_VARIANCE(final As Variant, budget As Variant, Optional if_zero As Variant) As Variant
    On Error GoTo missing
    GJ_VARIANCE = GoujiCells(XLPy.CallUDF("gouji.live.udfs", "GJ_VARIANCE", _
        Array(final, budget, if_zero), ThisWorkbook, Application.Caller))
    Exit Function
missing:
    GJ_VARIANCE = CVErr(xlErrName)
End Function

Public Function GJ_SHARE(part As Variant, whole As Variant) As Variant
    On Error GoTo missing
    GJ_SHARE = GoujiCells(XLPy.CallUDF("gouji.live.udfs", "GJ_SHARE", _
        Array(part, whole), ThisWorkbook, Application.Caller))
    Exit Function
missing:
    GJ_SHARE = CVErr(xlErrName)
End Function

Public Function GJ_EXECUTION(spent As Variant, budget As Variant) As Variant
    On Error GoTo missing
    GJ_EXECUTION = GoujiCells(XLPy.CallUDF("gouji.live.udfs", "GJ_EXECUTION", _
        Array(spent, budget), ThisWorkbook, Application.Caller))
    Exit Function
missing:
    GJ_EXECUTION = CVErr(xlErrName)
End Function

Public Function GJ_EXECUTION_SCORE(spent As Variant, budget As Variant, points As Variant) As Variant
    On Error GoTo missing
    GJ_EXECUTION_SCORE = GoujiCells(XLPy.CallUDF("gouji.live.udfs", "GJ_EXECUTION_SCORE", _
        Array(spent, budget, points), ThisWorkbook, Application.Caller))
    Exit Function
missing:
    GJ_EXECUTION_SCORE = CVErr(xlErrName)
End Function

Public Function GJ_SCORE(target As Variant, actual As Variant, points As Variant, Optional unit As Variant) As Variant
    On Error GoTo missing
    GJ_SCORE = GoujiCells(XLPy.CallUDF("gouji.live.udfs", "GJ_SCORE", _
        Array(target, actual, points, unit), ThisWorkbook, Application.Caller))
    Exit Function
missing:
    GJ_SCORE = CVErr(xlErrName)
End Function

Public Function GJ_TIE(total As Variant, ParamArray addends() As Variant) As Variant
    On Error GoTo missing
    Dim arguments() As Variant
    Dim place As Long
    ReDim arguments(0 To 1 + UBound(addends))
    arguments(0) = total
    For place = 0 To UBound(addends)
        arguments(1 + place) = addends(place)
    Next place
    GJ_TIE = GoujiCells(XLPy.CallUDF("gouji.live.udfs", "GJ_TIE", _
        arguments, ThisWorkbook, Application.Caller))
    Exit Function
missing:
    GJ_TIE = CVErr(xlErrName)
End Function

Public Function GJ_PHRASE(current As Variant, prior As Variant, Optional unit As Variant) As Variant
    On Error GoTo missing
    GJ_PHRASE = GoujiCells(XLPy.CallUDF("gouji.live.udfs", "GJ_PHRASE", _
        Array(current, prior, unit), ThisWorkbook, Application.Caller))
    Exit Function
missing:
    GJ_PHRASE = CVErr(xlErrName)
End Function
