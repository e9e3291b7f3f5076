"""How well Voordeur understands unseen sentences, beside baselines: `python -m benchmarks.evaluation`."""
