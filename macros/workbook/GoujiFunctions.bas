Attribute VB_Name = "GoujiFunctions"
Option Explicit

' Made from src/gouji/functions/cards.toml by: python -m addin.wrappers

Public Function GJ_CHANGE(current As Variant, prior As Variant) As Variant
    On Error GoTo missing
    GJ_CHANGE = Application.Run("gouji.xlam!GJ_CHANGE", current, prior)
    Exit Function
missing:
    GJ_CHANGE = CVErr(xlErrName)
End Function

Public Function GJ_GROWTH(current As Variant, prior As Variant, Optional if_zero As Variant) As Variant
    On Error GoTo missing
    If IsMissing(if_zero) Then
        GJ_GROWTH = Application.Run("gouji.xlam!GJ_GROWTH", current, prior)
    Else
        GJ_GROWTH = Application.Run("gouji.xlam!GJ_GROWTH", current, prior, if_zero)
    End If
    Exit Function
missing:
    GJ_GROWTH = CVErr(xlErrName)
End Function

Public Function GJ_VARIANCE(final As Variant, budget As Variant, Optional if_zero As Variant) As Variant
    On Error GoTo missing
    If IsMissing(if_zero) Then
        GJ_VARIANCE = Application.Run("gouji.xlam!GJ_VARIANCE", final, budget)
    Else
        GJ_VARIANCE = Application.Run("gouji.xlam!GJ_VARIANCE", final, budget, if_zero)
    End If
    Exit Function
missing:
    GJ_VARIANCE = CVErr(xlErrName)
End Function

Public Function GJ_SHARE(part As Variant, whole As Variant) As Variant
    On Error GoTo missing
    GJ_SHARE = Application.Run("gouji.xlam!GJ_SHARE", part, whole)
    Exit Function
missing:
    GJ_SHARE = CVErr(xlErrName)
End Function

Public Function GJ_EXECUTION(spent As Variant, budget As Variant) As Variant
    On Error GoTo missing
    GJ_EXECUTION = Application.Run("gouji.xlam!GJ_EXECUTION", spent, budget)
    Exit Function
missing:
    GJ_EXECUTION = CVErr(xlErrName)
End Function

Public Function GJ_EXECUTION_SCORE(spent As Variant, budget As Variant, points As Variant) As Variant
    On Error GoTo missing
    GJ_EXECUTION_SCORE = Application.Run("gouji.xlam!GJ_EXECUTION_SCORE", spent, budget, points)
    Exit Function
missing:
    GJ_EXECUTION_SCORE = CVErr(xlErrName)
End Function

Public Function GJ_SCORE(target As Variant, actual As Variant, points As Variant, Optional unit As Variant) As Variant
    On Error GoTo missing
    If IsMissing(unit) Then
        GJ_SCORE = Application.Run("gouji.xlam!GJ_SCORE", target, actual, points)
    Else
        GJ_SCORE = Application.Run("gouji.xlam!GJ_SCORE", target, actual, points, unit)
    End If
    Exit Function
missing:
    GJ_SCORE = CVErr(xlErrName)
End Function

Public Function GJ_PHRASE(current As Variant, prior As Variant, Optional unit As Variant) As Variant
    On Error GoTo missing
    If IsMissing(unit) Then
        GJ_PHRASE = Application.Run("gouji.xlam!GJ_PHRASE", current, prior)
    Else
        GJ_PHRASE = Application.Run("gouji.xlam!GJ_PHRASE", current, prior, unit)
    End If
    Exit Function
missing:
    GJ_PHRASE = CVErr(xlErrName)
End Function
