"""The public record: people, bills, actions and roll calls, each fact with its source."""
