"""Live: gouji inside a running spreadsheet, by xlwings' public interface only."""
