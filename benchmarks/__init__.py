"""Measurements that the decisions in docs/adr rest on."""
