"""Tests of the embedded sheet."""
