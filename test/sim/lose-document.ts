import { IDLE_TTL_MS, type World } from './world.ts'

const DAY_MS = 24 * 60 * 60_000

/** A backup comes back, the document is swept, or it was left so long that it expires. */
export async function loseDocument(world: World): Promise<void> {
  const { dice, clock, server, disk, log, trace, model } = world
  const kind = dice.pick(['restore', 'sweep', 'expire'] as const)
  trace(() => `-- ${kind}`)
  server.isLosing = true
  if (kind === 'restore') await restoreLater(world)
  else {
    const release = await whenModelRests(world)
    server.lostAt = clock.now()
    if (kind === 'expire') server.skewMs += IDLE_TTL_MS + DAY_MS
    else {
      disk.sweep()
      log.onSwept()
    }
    release()
  }
  model.forget()
  server.isLosing = false
}

/** The model names states by revision alone: what it is about to say must not be taken for something else. */
async function whenModelRests({ clock, disk, model }: World): Promise<() => void> {
  for (;;) {
    while (model.isBusy()) await clock.after(100)
    const release = await disk.lock()
    if (!model.isBusy()) return release
    release()
  }
}

async function restoreLater(world: World): Promise<void> {
  const { dice, clock, server, disk, log, ledger, reach } = world
  const backup = disk.backup()
  const kept = new Set(ledger.edits.filter((edit) => edit.isDelivered || edit.isSaved))
  await clock.after(dice.between(1_000, 20_000))
  const release = await whenModelRests(world)
  reach('store restored from a backup')
  for (const edit of ledger.edits) if (!kept.has(edit)) edit.isRevoked = true
  // of an empty backup views start again with what they show
  if (backup.document === null) server.lostAt = clock.now()
  disk.restore(backup, 'e2')
  log.onRestored(backup.document, 'e2')
  release()
}
