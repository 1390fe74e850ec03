"""Text banks and helpers of the demo corpus generator (see ../make_demo.py)."""
