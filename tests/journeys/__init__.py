"""What people do in the browser, one file per persona."""
