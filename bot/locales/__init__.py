"""The message catalogues: one folder a language, one file a capability. English is the key itself."""
