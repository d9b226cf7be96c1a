"""Tests of kaizen.rules."""
