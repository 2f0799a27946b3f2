"""What the application does under load: rates that it has to keep up with, and rates that it cannot."""
