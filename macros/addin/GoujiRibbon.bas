Attribute VB_Name = "GoujiRibbon"
Option Explicit

' What the buttons of the ribbon call: addin/customUI14.xml names these.

Public Sub RibbonMark(control As IRibbonControl)
    GoujiMark
End Sub

Public Sub RibbonCheck(control As IRibbonControl)
    GoujiCheck
End Sub

Public Sub RibbonRefresh(control As IRibbonControl)
    GoujiRefresh
End Sub

Public Sub RibbonPrevious(control As IRibbonControl)
    GoujiPrevious
End Sub

Public Sub RibbonNext(control As IRibbonControl)
    GoujiNext
End Sub

Public Sub RibbonClear(control As IRibbonControl)
    GoujiClear
End Sub

Public Sub RibbonExplain(control As IRibbonControl)
    GoujiExplain
End Sub

Public Sub RibbonRestart(control As IRibbonControl)
    GoujiRestart
End Sub

Public Sub RibbonAbout(control As IRibbonControl)
    GoujiAbout
End Sub
