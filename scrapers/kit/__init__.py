"""What every source is read with: asking with manners, archiving, staging, parsing again."""
