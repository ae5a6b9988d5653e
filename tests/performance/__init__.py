"""Benchmarks, run on demand; they print ratios and assert nothing."""
