"""The parts screens are made of. Each draws what it is given and speaks upward in small messages."""
