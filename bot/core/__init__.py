"""The platform-neutral heart: what people say, see and do. No input or output happens here."""
