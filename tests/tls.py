"""The machine's certificates, read once for the whole run: for each client anew that would be a third of a test's set-up."""

import ssl

TLS = ssl.create_default_context()
