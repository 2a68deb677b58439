"""The old leginfo.ca.gov text pages of named measures, 1993 to 2016."""
