"""Where the bot meets the world: platforms, the public site, the model. They never meet."""
