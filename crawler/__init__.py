"""How to ask: politeness, scope, statuses, rendering, frontier, archive and the register of sites."""
