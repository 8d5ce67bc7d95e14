"""What each content file may hold, as pydantic models; one module for each part of the content."""
