"""Notify stage: a letter by mail, a note to a chat robot. What they say is made by the report stage."""
