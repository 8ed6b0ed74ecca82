"""The killable process: what strangers' bytes are parsed in, with nothing worth stealing."""
