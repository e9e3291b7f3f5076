"""WhatsApp and Telegram: one interface, two adapters, and the conversations behind them."""
