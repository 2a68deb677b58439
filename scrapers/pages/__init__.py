"""Crawls of many small pages: asked for one by one, archived, read, reported, read again."""
