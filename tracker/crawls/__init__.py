"""What a crawl folder holds: all that scrapers may use of the tracker."""
