"""Running Voordeur: training, the Rasa process, the worker, the doctor, and `voordeur run` that starts all."""
