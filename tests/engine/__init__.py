"""Tests of the engine on the real embedded sheet."""
