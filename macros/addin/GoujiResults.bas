Attribute VB_Name = "GoujiResults"
Option Explicit
Option Private Module

' What Python returns, as cells: xlwings cannot return an error value, so errors come as their text.

Public Function GoujiCells(ByVal result As Variant) As Variant
    Dim row As Long
    Dim column As Long
    Select Case Dimensions(result)
        Case 0
            result = WithError(result)
        Case 1
            For column = LBound(result) To UBound(result)
                result(column) = WithError(result(column))
            Next column
        Case Else
            For row = LBound(result, 1) To UBound(result, 1)
                For column = LBound(result, 2) To UBound(result, 2)
                    result(row, column) = WithError(result(row, column))
                Next column
            Next row
    End Select
    GoujiCells = result
End Function

Private Function Dimensions(ByRef result As Variant) As Long
    Dim bound As Long
    On Error GoTo counted
    Do
        bound = UBound(result, Dimensions + 1)
        Dimensions = Dimensions + 1
    Loop
counted:
End Function

Private Function WithError(ByVal cell As Variant) As Variant
    WithError = cell
    If VarType(cell) <> vbString Then Exit Function
    Select Case cell
        Case "#NULL!": WithError = CVErr(2000)
        Case "#DIV/0!": WithError = CVErr(2007)
        Case "#VALUE!": WithError = CVErr(2015)
        Case "#REF!": WithError = CVErr(2023)
        Case "#NAME?": WithError = CVErr(2029)
        Case "#NUM!": WithError = CVErr(2036)
        Case "#N/A": WithError = CVErr(2042)
        Case "#GETTING_DATA": WithError = CVErr(2043)
        Case "#SPILL!": WithError = CVErr(2045)
        Case "#CONNECT!": WithError = CVErr(2046)
        Case "#BLOCKED!": WithError = CVErr(2047)
        Case "#UNKNOWN!": WithError = CVErr(2048)
        Case "#FIELD!": WithError = CVErr(2049)
        Case "#CALC!": WithError = CVErr(2050)
    End Select
End Function
