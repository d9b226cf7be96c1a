"""Tests of kaizen.domain."""
