"""What is seen and heard: photographs, scans and recordings, looked at without ever being altered."""
