"""When two sources disagree on a roll call: compare, settle, keep both."""
