"""Updates by webhook, and what a supervisor asks over HTTP. Imported only where an HTTP server is wanted."""
