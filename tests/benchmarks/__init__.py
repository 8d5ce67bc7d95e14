"""What anyone can measure here: see docs/benchmarks.md."""
