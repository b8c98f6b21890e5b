// Preloaded into every app server that the command line starts: when the parent is gone, however it ended, the channel to it closes.
const GRACE_MS = 3_000

process.once('disconnect', () => {
  // The server's own handler of SIGTERM gets its chance to close cleanly.
  process.kill(process.pid, 'SIGTERM')
  setTimeout(() => process.exit(1), GRACE_MS).unref()
})
// Only the server's own work may keep the process alive.
process.channel?.unref()
