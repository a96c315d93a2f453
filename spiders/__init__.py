"""What to ask next: reads a page's facts and link roles and orders the frontier."""
