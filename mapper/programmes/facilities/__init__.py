"""The resources that a standard needs: rooms and equipment, people, and where each criterion can be learnt."""
