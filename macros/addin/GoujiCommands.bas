Attribute VB_Name = "GoujiCommands"
Option Explicit

' The user's commands. Each is one call of gouji.live, which works on the active workbook and says itself
' what it found.

Public Sub GoujiMark()
    RunLive "import gouji.live; gouji.live.mark()"
End Sub

Public Sub GoujiCheck()
    RunLive "import gouji.live; gouji.live.check_active_book()"
End Sub

Public Sub GoujiRefresh()
    RunLive "import gouji.live; gouji.live.refresh()"
End Sub

Public Sub GoujiPrevious()
    RunLive "import gouji.live; gouji.live.previous_finding()"
End Sub

Public Sub GoujiNext()
    RunLive "import gouji.live; gouji.live.next_finding()"
End Sub

Public Sub GoujiClear()
    RunLive "import gouji.live; gouji.live.clear()"
End Sub

Public Sub GoujiExplain()
    RunLive "import gouji.live; gouji.live.explain_selection()"
End Sub

Public Sub GoujiRestart()
    On Error GoTo missing
    KillPy
    GoujiSay "restarted"
    Exit Sub
missing:
    GoujiSay "no_server"
End Sub

Public Sub GoujiAbout()
    GoujiSay "about"
End Sub

Public Sub GoujiRegisterHelp()
    GoujiDescribeAll
End Sub

Private Sub RunLive(ByVal command As String)
    If ActiveWorkbook Is Nothing Then
        GoujiSay "no_workbook"
    ElseIf Not IsInstalled() Then
        GoujiSay "no_python"
    Else
        RunPython command
    End If
End Sub

Private Function IsInstalled() As Boolean
    #If Mac Then
        ' Excel's sandbox hides the file itself
        IsInstalled = GetConfig("INTERPRETER_MAC", "") <> ""
    #Else
        IsInstalled = FileExists(GetConfig("INTERPRETER_WIN", ""))
    #End If
End Function
