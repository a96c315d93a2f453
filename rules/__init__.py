"""What a page means: page facts, vocabulary, rule packs, items and verdicts. Knows no network and no weights."""
