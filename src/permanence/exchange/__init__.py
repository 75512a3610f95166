"""Exchange: messages in, messages out, with proof."""
