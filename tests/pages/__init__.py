"""The pages on the real engine, as several people and in several moods."""
