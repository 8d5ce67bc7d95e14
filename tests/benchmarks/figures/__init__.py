"""One module for each benchmark; each has `measure(plan) -> Result`."""
