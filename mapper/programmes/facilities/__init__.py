"""What a standard brings with it: rooms and equipment, people, and where each criterion can be learnt."""
