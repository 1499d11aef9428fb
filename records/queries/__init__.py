"""Questions about records. Each says who is asking, and answers only what they may see."""
