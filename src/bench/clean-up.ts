/**
 * Disposes of what `work` has gathered when it ends, when it fails, and when the user interrupts it: namespaces and daemons
 * would outlive this process.
 */
export async function cleaningUp<T>(work: (made: AsyncDisposableStack) => Promise<T>): Promise<T> {
  const made = new AsyncDisposableStack()
  let interruption: Promise<void> | undefined
  const interrupted = (): void => {
    interruption ??= made.disposeAsync().finally(() => process.exit(130))
  }
  process.on('SIGINT', interrupted)
  process.on('SIGTERM', interrupted)
  try {
    return await work(made)
  } finally {
    // What the work then fails with is the interruption's doing, and nobody's news.
    await (interruption ?? made.disposeAsync())
    process.off('SIGINT', interrupted)
    process.off('SIGTERM', interrupted)
  }
}
