"""What the matcher's scorer is fitted of: for a user's encoder by `curmap calibrate`, for ours by `lab.training`."""
