"""V* where a profile's incentives are floors of its continuation payoffs, without any program."""
