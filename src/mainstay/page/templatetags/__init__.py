"""Tags and filters that every template may load with ``{% load page %}``."""
