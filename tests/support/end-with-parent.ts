/**
 * Loaded before a host that a test starts: its console is a pipe from the test, so the end of that pipe means that the test
 * runner is gone, however it went, and nobody else will stop the host.
 */
process.stdin.on('close', () => process.kill(process.pid, 'SIGTERM'));
