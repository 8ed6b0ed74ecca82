"""Where the bot meets the world: one room per platform, and the public site. They never meet."""
