"""Questions about tickets. Each says who is asking, and answers only what they may see."""
