"""What the state of things allows, and how things stand on a day. Pure: nothing here asks."""
