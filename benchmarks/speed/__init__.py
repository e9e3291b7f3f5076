"""The speed of Voordeur's whole stack beside that of stock Rasa, in one run; see docs/speed.md."""
