/** Runs once the tab is in front: what one tab has to do, and not every one that is open. The returned function calls it off. */
export function whenVisible(run: () => void): () => void {
  const look = (): void => {
    if (document.visibilityState !== 'visible') return
    document.removeEventListener('visibilitychange', look)
    run()
  }
  document.addEventListener('visibilitychange', look)
  look()
  return () => document.removeEventListener('visibilitychange', look)
}
