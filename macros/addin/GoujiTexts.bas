Attribute VB_Name = "GoujiTexts"
Option Explicit
Option Private Module

' VBA cannot hold Chinese text, so it stands in the cells of the add-in's own sheets: "texts" has a key and
' a sentence in each row; "functions" a function's name, its category, its help, the number of its arguments
' and the help of each.

Public Function GoujiText(ByVal key As String) As String
    Dim row As Long
    With ThisWorkbook.Worksheets("texts")
        For row = 1 To .UsedRange.Rows.Count
            If .Cells(row, 1).Value = key Then GoujiText = .Cells(row, 2).Value
        Next row
    End With
End Function

Public Sub GoujiSay(ByVal key As String)
    MsgBox GoujiText(key), vbInformation, GoujiText("title")
End Sub

Public Sub GoujiDescribeAll()
    Dim row As Long
    For row = 1 To ThisWorkbook.Worksheets("functions").UsedRange.Rows.Count
        Describe ThisWorkbook.Worksheets("functions"), row
    Next row
End Sub

Private Sub Describe(ByVal cards As Worksheet, ByVal row As Long)
    Dim helps() As Variant
    Dim place As Long
    ReDim helps(0 To cards.Cells(row, 4).Value - 1)
    For place = 0 To UBound(helps)
        helps(place) = cards.Cells(row, 5 + place).Value
    Next place
    ' a function works without its help
    On Error Resume Next
    Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & cards.Cells(row, 1).Value, _
        Description:=cards.Cells(row, 3).Value, Category:=cards.Cells(row, 2).Value, ArgumentDescriptions:=helps
End Sub
