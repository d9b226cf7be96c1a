"""Tests of Kaizen: the real engine on the embedded sheet, no stand-ins for our own code."""
