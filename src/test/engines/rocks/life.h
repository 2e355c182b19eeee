// A life ends in one of its calls to the disk: SIGKILL, with half of what the call was to write written.

// Lasts for ever if calls is 0.
void live(long calls);
