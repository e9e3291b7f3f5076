"""The search: from a question in somebody's own words to an article, or to honest doubt."""
