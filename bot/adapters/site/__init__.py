"""The public pages: what is asked, answered, planned and posted. Read-only, without cookies."""
