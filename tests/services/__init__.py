"""Tests of kaizen.services."""
