"""A machine that lives a community's questions and knows only what the product allows."""
