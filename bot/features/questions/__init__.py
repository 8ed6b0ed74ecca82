"""Questions: asked without fear, answered in three parts, kept where all can read them."""
