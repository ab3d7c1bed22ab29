"""What every page uses: words, tables, lists, charts."""
