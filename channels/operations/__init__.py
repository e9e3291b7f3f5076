"""Running Voordeur: training, Rasa's process, the worker, the doctor, and `voordeur run` for all."""
