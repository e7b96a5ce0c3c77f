Attribute VB_Name = "GoujiButton"
Option Explicit

' The button on the first sheet. The work is done by the add-in.

Public Sub GoujiCheckNow()
    If AddinIsOpen() Then
        Application.Run "gouji.xlam!GoujiMark"
    Else
        MsgBox GoujiNotice(), vbInformation
    End If
End Sub

Public Function GoujiNotice() As String
    ' VBA cannot hold Chinese text: the sentence is the value of a hidden name of the workbook
    Dim formula As String
    formula = ThisWorkbook.Names("gouji_no_addin").RefersTo
    GoujiNotice = Mid$(formula, 3, Len(formula) - 3)
End Function

Private Function AddinIsOpen() As Boolean
    Dim book As Workbook
    On Error Resume Next
    Set book = Workbooks("gouji.xlam")
    AddinIsOpen = Not book Is Nothing
End Function
