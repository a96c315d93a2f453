"""What holds for all tests."""

from hypothesis import settings

# A busy machine is slow, not wrong: no example of a property has a time to keep.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
