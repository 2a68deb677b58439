"""From a crawl folder into the record: gate, people, merge, load."""
