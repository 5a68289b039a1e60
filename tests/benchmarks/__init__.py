"""What it costs: words, seconds, megabytes, measured beside a bare interpreter in the same run."""
