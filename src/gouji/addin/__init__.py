"""The add-in for Excel on this machine: where it is, putting it there, and what keeps it from working."""
